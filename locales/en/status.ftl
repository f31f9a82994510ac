# The first line of a page. It never says that food is safe: nobody here has tasted it.

status-clear = No recall recorded
status-product = Which lot is it?
status-product-more = Recalls name lots: type the lot from the pack below. No recall of every lot is recorded, checked { $when }
status-clear-more = Checked { $when }
status-recalled = Do not eat this. It has been recalled.
status-recalled-tag = Recalled
status-hold = Do not eat this for now. It is being checked.
status-hold-tag = On hold
status-withdrawn = No recall recorded now
status-withdrawn-more = A recall of this food was called off on { $day }. Checked { $when }
status-withdrawn-had = What the recall said
status-past = Past its use-by date
status-past-more = Do not eat it: the last day was { $day }. No recall recorded, checked { $when }
status-unknown = We have no record of this code
status-unknown-lot = We have no record of lot { $lot }
status-unknown-more = Check the letters and digits on the pack: O and 0, I and 1 look alike. If they are right, nobody has published a record of it.
status-stale = This copy is { $age } old
status-stale-more = No recall was recorded up to { $when }. Load the page again, or ask the shop, before you rely on it.

notice-recalled-by = Recalled by { $by } on { $day }
notice-held-by = Put on hold by { $by } on { $day }
notice-recalled-by-authority = Recalled by { $by }, food authority for { $where }, on { $day }
notice-held-by-authority = Put on hold by { $by }, food authority for { $where }, on { $day }
notice-reason = Why
notice-action = What to do
notice-action-recall = Do not eat it. Keep it away from other food, and take it back to the shop or throw it away.
notice-action-hold = Do not eat or sell it until this page says otherwise.
notice-phone = Ask by phone
notice-number = Notice no.
notice-link = Read the whole notice
