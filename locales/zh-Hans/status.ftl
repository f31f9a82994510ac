# 页面的第一行。从不说食品是安全的：这里没有人尝过它。

status-clear = 没有召回记录
status-product = 是哪个批号？
status-product-more = 召回按批号发布：请在下方输入包装上的批号。没有针对全部批号的召回记录，核对时间：{ $when }
status-clear-more = 核对时间：{ $when }
status-recalled = 请勿食用，此食品已被召回。
status-recalled-tag = 已召回
status-hold = 暂时不要食用，正在核查
status-hold-tag = 暂停销售
status-withdrawn = 目前没有召回记录
status-withdrawn-more = 此食品的召回已于{ $day }撤销。核对时间：{ $when }
status-withdrawn-had = 原召回内容
status-past = 已过保质期限
status-past-more = 请勿食用：最后食用日期为{ $day }。没有召回记录，核对时间：{ $when }
status-unknown = 没有查到这个编码的记录
status-unknown-lot = 没有查到批号 { $lot } 的记录
status-unknown-more = 请核对包装上的字母和数字：O 与 0、I 与 1 容易混淆。如果无误，说明还没有人公布它的记录。
status-stale = 这份记录是 { $age }前的
status-stale-more = 截至 { $when } 没有召回记录。请刷新页面或询问商店后再作判断。

notice-recalled-by = { $by } 于{ $day }召回
notice-held-by = { $by } 于{ $day }暂停销售
notice-recalled-by-authority = { $where }食品主管部门{ $by }于{ $day }召回
notice-held-by-authority = { $where }食品主管部门{ $by }于{ $day }要求暂停销售
notice-reason = 原因
notice-action = 怎么办
notice-action-recall = 请勿食用。请与其他食品分开存放，退回商店或丢弃。
notice-action-hold = 在本页更新之前，请勿食用或销售。
notice-phone = 电话咨询
notice-number = 公告编号
notice-link = 阅读公告全文
