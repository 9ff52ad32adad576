"""The delivered rule sets, one TOML file each; fields are documented in ``tracker.rules.rule_set``."""
