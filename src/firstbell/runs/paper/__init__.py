"""Plans and readiness on paper: pages for a browser, PDFs for a printer. Nothing is loaded from elsewhere."""
