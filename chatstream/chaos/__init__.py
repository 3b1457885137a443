"""Breaks a project's own processes while its own responder answers, and looks whether anything was lost: `chatstream_chaos`."""
