"""What refresh-svc starts as child processes: looking into a file, and a refresh."""
