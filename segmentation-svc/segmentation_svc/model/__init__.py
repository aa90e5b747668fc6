"""The segmentation model: recency, frequency and value, clusters, labels, expected orders."""
