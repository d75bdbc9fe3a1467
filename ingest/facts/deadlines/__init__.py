"""What is to be handed in, done or held by when."""
