"""What was forecast, kept, and scored against what came."""
