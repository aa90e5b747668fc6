"""The plan in sentences: why each campaign is advised, and the advice as a whole."""
