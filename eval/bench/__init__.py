"""What takes how long and how much memory, beside LlamaIndex in the same run. `python -m eval.bench` measures all of it."""
