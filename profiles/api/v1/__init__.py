"""The API, /api/v1/: what is public, for programs. Read only, without keys, in JSON.

view         what every address answers alike: parameters, problems, headers, throttle
parameters   what may be asked, checked before anything is looked up, and described in the document
shapes       what the answers look like, for the OpenAPI document
rows         what is stored -> what an answer says of it
pages        a list, page by page
profiles findings places domains search root     the addresses
examples     short programs in three languages
document     the OpenAPI document, and the page that shows it to people
urls         the addresses' patterns
"""
