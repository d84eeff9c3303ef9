"""What a workbook holds, before it is a file: its columns, its rows, its sealed base."""
