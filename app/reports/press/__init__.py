"""The process that makes a PDF of a page: WeasyPrint is imported here, and nowhere else."""
