"""Parts for tests: a server that speaks Gemini's API and does as it is told."""
