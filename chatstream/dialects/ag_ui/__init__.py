"""AG-UI 1.0: CopilotKit, TanStack AI, assistant-ui and others by one door."""
