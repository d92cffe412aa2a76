"""From files to drafts: one module a format, and `files`, which finds the files and tells their format."""
