"""The optional language model: it words an answer that is already proved, sentence by sentence through the gate.

proved draft -> prompt -> endpoint -> sentences -> gate -> draft in the model's words, or a reason why not.
"""
