"""Backups: one encrypted file that either database is restored from.

tables     which tables a backup has, and why the others stay out
age        encryption under a passphrase, in the format of age (age-encryption.org/v1)
archive    the file as lines: what stands in it and in which order, written and read without holding it
writing    writes a backup, of one moment, while people go on working
restoring  fills an empty database, and brings it to the version of the program
secret_key where a restore puts the key that belongs to a database
nightly    the backups of each night: where they are, which are kept
"""
