# 首页、查询结果、错误的编码。

home-title = 这件食品去过哪里？
home-lead = 输入包装上的编码即可。无需安装，无需注册。
field-code = 条形码下方的数字、名称、品牌或日期
field-code-help = 8、12、13 或 14 位数字；或文字，例如：无须鳕 2026-11-24
field-lot = 批号
field-lot-help = 按包装上的写法输入，通常在日期旁边。没有则留空。
search-button = 查询
search-again = 重新输入

home-shows-heading = 页面会告诉您
home-shows-recall = 首先是：此食品是否被召回。
home-shows-journey = 在哪里捕捞、采摘或出生，之后由谁经手。
home-shows-gaps = 没有人记录的部分，我们会直说。
examples-heading = 示例

candidates-title = 是哪一个？
candidates-lead = 这些批号很相似。请与包装逐字核对。
candidate-lot = 批号 { $lot }

search-title = 查到以下结果
search-lead = 按商品列出有页面的批号。请与包装上的批号核对。
search-number = 编号 { $number }
search-more = 还有更多。请再加一个词、批号或包装上的日期。
search-none = 没有查到全部符合的结果。请减少一个词，或输入条形码下方的数字和包装上的批号。

fault-title = 这个编码有误
fault-typed = 您输入的是
fault-check-digit = { $key }的最后一位与其他数字不符。按前面的数字，应为 { $expected }，而不是 { $found }。
fault-check-digit-hint = 多半是两位数字颠倒了。请与包装核对。
fault-corrected = 改查 { $number }
fault-length = { $key }应为 { $right } 位，现在是 { $found } 位。
fault-character = { $key }不能包含“{ $found }”。
fault-empty = 请输入条形码下方的数字。
fault-too-long = 批号或单件编号最多 20 个字符，现在是 { $found } 个。
fault-number-missing = 请同时输入条形码下方的数字。不同商品可能有相同的批号。
fault-not-a-code = 这不是我们认识的编码。请输入条形码下方的数字。
key-gtin = 条形码下方的数字
key-sscc = 箱或托盘编号
key-gln = 公司或地点编号
key-lot = 批号
key-serial = 单件编号
digits-gtin = 8、12、13 或 14
digits-sscc = 18
digits-gln = 13
digits-lot = 1 至 20
digits-serial = 1 至 20

busy-title = 请稍候
busy-lead = 您的网络刚才打开了很多页面。请等一分钟，然后重新打开此页面。
missing-title = 这里没有页面
missing-lead = 地址可能不完整。请重新扫码，或输入包装上的编码。
