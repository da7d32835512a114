"""Foreign documents to paragraphs: pages, word processors' files, wire copy, mail.

Everything here meets hostile bytes. It runs in the sandbox (`outside.sandbox`), knows no Django, no
database and no network, and its patterns cost linear time.
"""
