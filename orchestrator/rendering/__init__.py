"""The server lane of the export: a worker renders a video to MP4 in a child process, a renderer. See docs/render-lane.md."""
