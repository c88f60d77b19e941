"""How docsys fares: health of each part, the pages of mirror and jobs, the daily snapshot."""
