# Dates, times, amounts, lists.

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
# Dates and amounts hold together with no-break spaces.
day-month = { $day } { $month }
day-month-year = { $day } { $month } { $year }
day-time = { $day }, { $time }
day-time-zone = { $day }, { $time } ({ $zone })
days-range = { $from } to { $until }
days-range-year = { $from } to { $until } { $year }
days-month = { $first } to { $last } { $month }
days-month-year = { $first } to { $last } { $month } { $year }
date-unknown = date not known
minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
day-count = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
celsius = { $t } °C
celsius-range = { $min } to { $max } °C
celsius-at-most = at most { $t } °C
celsius-at-least = at least { $t } °C
pieces = { $n ->
    [one] { $amount } piece
   *[other] { $amount } pieces
}
amount-unit = { $amount } { $unit }
# An underscore stands for a space, which Fluent would cut off.
list-separator = ,_
list-last = _and_
place = { $near }, { $country }
fao-area = { $name } (FAO { $code })
yes = Yes
no = No
