"""The commands of `campaign`, one module per purpose. `assistant.cli` loads the module of the one that is called."""
