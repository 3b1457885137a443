"""The APIs of model servers, one dialect each: the body of a request, the decoder of an answer. No IO."""
