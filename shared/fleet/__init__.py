"""What every service of SmartRetail 360 needs: settings, errors, logs, health, snapshots, documents."""
