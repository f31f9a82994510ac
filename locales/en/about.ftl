# How the pages work and how to check them without this site.

about-title = How to check this yourself
about-lead = You do not have to believe this site. Here is what it does, and how to check it.
about-how-heading = How a page comes about
about-how-sign = Each company that held the food signs what it did: caught, packed, sent, received.
about-how-order = { $n ->
    [one] { $n } company keeps the record. It alone could rewrite it, so take more care.
   *[other] { $n } companies keep the same record. None of them can change an entry alone, and none can hide that somebody tried.
}
about-how-read = A page shows the entries of one lot, and says what is missing.
about-not-heading = What a page cannot tell you
about-not-true = A signature shows who said something, and that it was not changed since. It does not make it true.
about-not-pack = The page belongs to the code, not to the pack: a code can be copied. If the pack looks wrong, ask the shop.
about-not-safe = “No recall recorded” means just that.
about-phone-heading = 1. On your phone
about-phone = Open the page of a pack and press “Check on this phone”. The phone fetches the proofs, checks every signature itself, and asks other companies whether they agree.
about-file-heading = 2. With a file, without this site
about-file = Each page has a proof file to download. This command checks it on any computer, without a network:
about-file-anchor = This line names the record. Take it from a source that you trust, such as the pack or another company, and not only from here:
about-other-heading = 3. At another company
about-other = Each of these companies answers the same address with its own copy:
about-privacy-heading = What we know about you
about-privacy = Nothing is stored on your phone until you press “Check on this phone”; then only how far the record had come, so that nobody can show you an older one. No cookies. Nobody else is told what you look at.
