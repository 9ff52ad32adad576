"""The facts a bureau records: one frozen class per fact, a module per subject."""
