# The page of one lot.

skip = Skip to the food
languages = Languages
house-name = { $thing } { $code } of { $firm }
unnamed-product = Name not published

code-lot = Lot
code-serial = Pack no.
code-pallet = Case or pallet
code-gtin = Product no.
code-other = Code
code-compare = Is this what your pack says?

facts-heading = Facts
facts-more = More facts
cold-inside = Within these limits whenever it was measured
cold-outside = Outside these limits for { $duration } in all

journey-heading = Its journey
journey-lead = Each step is signed by the company that did it, unless it says otherwise. Dates are those of the place.
journey-afterwards = Some of these steps were entered more than a week after they happened.
journey-none = No step is published.
journey-earlier = { $n ->
    [one] { $n } earlier step
   *[other] { $n } earlier steps
}
step-not-recorded = Not on the record
step-signed-by = Signed by { $by }
step-through = Signed by { $by }, entered through { $operator }’s system
step-for = Entered by { $by } for { $principal }
step-vouched = Signed on the device, vouched for by { $by } on { $day }
step-disputed = { $by } has since said that its signature may have been misused.
split-shops = shops
split-others = companies
split-known = { $n ->
    [one] From { $place } this lot went to { $who } in { $countries }.
   *[other] From { $place } this lot went to { $who } in { $n } countries: { $countries }.
}
split-unplaced = { $n ->
    [one] From here this lot went to { $who } in { $countries }.
   *[other] From here this lot went to { $who } in { $n } countries: { $countries }.
}
split-nowhere = From here this lot went different ways.

lots-heading = { $n ->
    [one] The lot in it, or that it was made from
   *[other] The { $n } lots in it, or that it was made from
}

cold-heading = Temperature on the way
cold-kept = Within the limits ({ $band }) throughout the { $duration } that were measured.
cold-above = Above { $limit } for { $duration } on { $days }, up to { $worst }.
cold-below = Below { $limit } for { $duration } on { $days }, down to { $worst }.
cold-total = Outside the limits ({ $band }) for { $duration } in all.
cold-no-limits = Measured for { $duration }. The producer published no limits to compare with.
cold-span = Coldest { $min }, warmest { $max } ({ $days }).
cold-gap = Nothing was measured for { $duration } ({ $days }).
cold-series = All { $count } readings of one logger, as a file
cold-absent = { $count ->
    [one] One series of readings is not here, so it is not in this picture.
   *[other] { $count } series of readings are not here, so they are not in this picture.
}
cold-table = The readings as a table
cold-column-time = From
cold-column-min = Coldest
cold-column-max = Warmest

certificates-heading = Certificates
certificate-by = From { $issuer }
certificate-number = No. { $number }
certificate-until = Valid until { $day }
certificate-undated = No dates are given
certificate-expired = It had expired before it was used: valid until { $day }
certificate-early = It was not valid yet when it was used
certificate-link = See it at its issuer
certificate-file = The document itself

corrections-heading = Corrected
correction-did-not-occur = { $by } took back “{ $step }” on { $day }: it did not happen.
correction-incorrect = { $by } corrected “{ $step }” on { $day }: the first entry was wrong.
correction-not-stated = { $by } corrected “{ $step }” on { $day } without a reason.
correction-both = The first entry is kept beside the new one.
dispute = { $by } says that “{ $step }” is wrong ({ $day }).
remarks-heading = Added
remark = { $by } adds to “{ $step }” ({ $day }).

findings-heading = What does not fit
finding-contradiction = The records of { $signers } cannot both be true.
finding-time-backwards = Two records by { $signers } have dates that cannot follow each other.
finding-late = Entered more than seven days after it happened, by { $signers }.
finding-ahead = Dated later than it was entered, by { $signers }.
finding-receipt-without-shipment = The arrival is recorded by { $signers }, but nobody recorded sending it.
finding-shipment-without-receipt = It was sent by { $signers }, but nobody confirmed that it arrived.
finding-more-out-than-in = More left than came in, by the records of { $signers }.
finding-cold-chain-broken = What it was made from was too warm or too cold for too long, by the records of { $signers }.
finding-ingredient-recalled = Something that it was made from is recalled or on hold, by { $signers }. This food itself is not.
finding-not-authorised = Told by { $signers }, who may not speak for these goods.
finding-about = { $step }: { $sentence }

unknowns-heading = What we do not know
unknown-temperature = No temperature was recorded between “{ $after }” and “{ $before }” ({ $duration }).
unknown-time = Nothing was recorded between “{ $after }” and “{ $before }” ({ $duration }).
unknown-firm = The company behind “{ $step }” is not on the record.
unknown-unproven = { $steps ->
    [one] { $steps } of { $of } steps is shown without proof, because its company does not publish one.
   *[other] { $steps } of { $of } steps are shown without proof, because their companies do not publish one.
}
unknown-certificate = We have not seen the document itself: { $name }.
unknown-origin = Where it comes from.
unknown-use-by = The day by which it should be eaten.
unknown-removed = A record that stood here: it was removed by decision of the members on { $day }.

claims-heading = What others say
claims-lead = These companies say that they handled this food. Nobody in its journey named them or confirmed it.
claim = “{ $step }”, says { $by }, { $day }
claim-at = “{ $step }” in { $place }, says { $by }, { $day }

signatures-heading = Who signed what and when
signed-product = Name, weight and storage
signed-certificate = Certificate
signed-recall = Recall
signed-correction = Correction
signature-line = { $by }, entered { $day }

check-heading = Check it yourself
check-lead = Each company signed its own entries, and nobody can change them later without it showing here. Your phone can check that without trusting this site.
check-lead-alone = Each company signed its own entries. Your phone can check these signatures without trusting this site.
check-button = Check on this phone
check-file = Download the proof file
check-how = How to check it elsewhere
check-confirmed = { $n ->
    [one] { $n } company confirmed this record on { $when }.
   *[other] { $n } companies confirmed this record on { $when }.
}
kept-by-one = Only one company keeps this record. If it rewrote the record, nobody else would notice.

help-heading = Something wrong with this pack?
help-ask = Keep the pack, and ask { $who }:
help-ask-unnamed = Keep the pack, and ask the company that it comes from:
help-shop = Keep the pack, and tell the shop that sold it or your food authority.
help-web = Website

footer-home = Look up another pack
footer-about = How this works
footer-privacy = No cookies, no adverts, nobody follows you here.
print-address = Code: { $address }
