# 日期、时间、数量、列表。

month-1 = 1
month-2 = 2
month-3 = 3
month-4 = 4
month-5 = 5
month-6 = 6
month-7 = 7
month-8 = 8
month-9 = 9
month-10 = 10
month-11 = 11
month-12 = 12
day-month = { $month }月{ $day }日
day-month-year = { $year }年{ $month }月{ $day }日
day-time = { $day } { $time }
day-time-zone = { $day } { $time }（{ $zone }）
days-range = { $from }至{ $until }
days-range-year = { $year }年{ $from }至{ $until }
days-month = { $month }月{ $first }日至{ $last }日
days-month-year = { $year }年{ $month }月{ $first }日至{ $last }日
date-unknown = 日期不详
minutes = { $n } 分钟
hours = { $n } 小时
day-count = { $n } 天
celsius = { $t } °C
celsius-range = { $min } 至 { $max } °C
celsius-at-most = 不高于 { $t } °C
celsius-at-least = 不低于 { $t } °C
pieces = { $n ->
   *[other] { $amount } 件
}
amount-unit = { $amount } { $unit }
list-separator = 、
list-last = 和
place = { $country } { $near }
fao-area = { $name }（FAO { $code }）
yes = 是
no = 否
