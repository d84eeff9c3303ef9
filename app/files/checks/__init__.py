"""What a file must be to be taken: pure functions on bytes, of the standard library alone.

They run in a process of their own with limits (`app.files.examiner`), because they read what somebody may have made to
break their reader. Each raises `Refused` with a sentence for the person.
"""
