"""The arguments of a call, read as the model meant them."""
