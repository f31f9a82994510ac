# The first page, search results, wrong codes.

home-title = Where has this food been?
home-lead = Type what stands on the pack. No app, no sign-in.
field-code = Number under the bar code, name, brand or date
field-code-help = 8, 12, 13 or 14 digits; or words, such as hake 24.11.2026
field-lot = Lot
field-lot-help = As printed, often near the date. Leave it empty if there is none.
search-button = Look it up
search-again = Try again

home-shows-heading = What a page shows
home-shows-recall = Whether the food has been recalled, first of all.
home-shows-journey = Where it was caught, picked or born, and who handled it since.
home-shows-gaps = Where nobody recorded anything, it says so.
examples-heading = Examples

candidates-title = Which of these is it?
candidates-lead = These lots look alike. Compare each letter and digit with your pack.
candidate-lot = Lot { $lot }

search-title = What we found
search-lead = Lots with a page, product by product. Compare the lot with your pack.
search-number = number { $number }
search-more = There are more than these. Add a word, the lot or the date on the pack.
search-none = We found nothing that fits all of this. Leave a word out, or type the number under the bar code and the lot as printed.

fault-title = This number cannot be right
fault-typed = You typed
fault-check-digit = In { $key }, the last digit does not fit the others. After these digits it would be { $expected }, not { $found }.
fault-check-digit-hint = Most often two digits changed places. Compare the number with the pack.
fault-corrected = Look up { $number } instead
fault-length = { $key } has { $right } digits; this has { $found }.
fault-character = { $key } cannot contain “{ $found }”.
fault-empty = Type the number that stands under the bar code.
fault-too-long = A lot or pack number has at most 20 characters; this has { $found }.
fault-number-missing = Type the number under the bar code too. The same lot can exist for many products.
fault-not-a-code = This is not a kind of code that we know. Type the number under the bar code.
key-gtin = the number under the bar code
key-sscc = the number of a case or pallet
key-gln = the number of a company or place
key-lot = a lot
key-serial = a pack number
digits-gtin = 8, 12, 13 or 14
digits-sscc = 18
digits-gln = 13
digits-lot = 1 to 20
digits-serial = 1 to 20

busy-title = One moment, please
busy-lead = Many pages were opened from your connection just now. Wait a minute, then open this page again.
missing-title = There is no page here
missing-lead = The address may be cut off. Scan the code again, or type what stands on the pack.
