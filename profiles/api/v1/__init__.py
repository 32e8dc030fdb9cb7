"""The API, /api/v1/: what is public, for programs. Read only, without keys, in JSON.

serializers  the answers, and what the document says of them; a profile's content is drawn from its schema
fields       the fields that are of this site: addresses, languages
filters      the strict filter backend, and what the document says of parameters
pagination   a list, page by page; keysets: where a page begins
exceptions   problem details, and what has moved
views        the addresses; generic has what they all answer alike
openapi      the OpenAPI document; docs is its page for people
examples     short programs in three languages
urls         the addresses' patterns
"""
