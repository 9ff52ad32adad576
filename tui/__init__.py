"""The screens people work at, over the service and nothing below it."""
