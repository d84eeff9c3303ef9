"""What a file shows at its beginning: pure functions on bytes, by the libraries that read each kind.

They run in a process of their own with limits (`app.files.previewer`), and nothing else imports those libraries for
them. What a file shows is a small picture, rows, or a text; each function raises `Refused` with a sentence instead.
"""
