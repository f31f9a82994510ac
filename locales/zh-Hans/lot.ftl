# 一个批次的页面。

skip = 跳到正文
languages = 语言
house-name = { $firm }的{ $thing } { $code }
unnamed-product = 名称未公布

code-lot = 批号
code-serial = 单件编号
code-pallet = 箱或托盘
code-gtin = 商品编号
code-other = 编码
code-compare = 与包装上的一致吗？

facts-heading = 基本信息
facts-more = 更多信息
cold-inside = 测量期间均符合要求
cold-outside = 共有 { $duration }超出要求

journey-heading = 它的旅程
journey-lead = 除另有说明外，每一步均由完成这一步的公司签名。日期为当地日期。
journey-afterwards = 部分步骤是在发生一周多以后补录的。
journey-none = 没有公布任何步骤。
journey-earlier = 更早的 { $n } 个步骤
step-not-recorded = 没有记录
step-signed-by = 由{ $by }签名
step-through = 由{ $by }签名，通过{ $operator }的系统录入
step-for = 由{ $by }代{ $principal }录入
step-vouched = 在设备上签名，{ $by }于{ $day }确认
step-disputed = { $by }后来表示其签名可能被盗用。
split-shops = 商店
split-others = 公司
split-known = { $n ->
    [1] 此批次从{ $place }发往{ $countries }的{ $who }。
   *[other] 此批次从{ $place }发往 { $n } 个国家的{ $who }：{ $countries }。
}
split-unplaced = { $n ->
    [1] 此批次从这里发往{ $countries }的{ $who }。
   *[other] 此批次从这里发往 { $n } 个国家的{ $who }：{ $countries }。
}
split-nowhere = 此批次从这里分往不同去向。

lots-heading = { $n ->
   *[other] 其中包含的或作为原料的 { $n } 个批次
}

cold-heading = 途中温度
cold-kept = 在测量的 { $duration }内始终符合要求（{ $band }）。
cold-above = { $days }有 { $duration }高于 { $limit }，最高 { $worst }。
cold-below = { $days }有 { $duration }低于 { $limit }，最低 { $worst }。
cold-total = 超出要求（{ $band }）的时间共 { $duration }。
cold-no-limits = 测量了 { $duration }。生产商没有公布可供比较的温度范围。
cold-span = 最低 { $min }，最高 { $max }（{ $days }）。
cold-gap = 有 { $duration }没有测量（{ $days }）。
cold-series = 一个记录仪的全部 { $count } 个读数（文件）
cold-absent = 有 { $count } 组读数不在此处，因此没有画在图中。
cold-table = 以表格显示读数
cold-column-time = 起始时间
cold-column-min = 最低
cold-column-max = 最高

certificates-heading = 证书
certificate-by = 签发：{ $issuer }
certificate-number = 编号 { $number }
certificate-until = 有效期至{ $day }
certificate-undated = 没有注明日期
certificate-expired = 使用时已过期：有效期至{ $day }
certificate-early = 使用时尚未生效
certificate-link = 在签发机构查看
certificate-file = 查看文件

corrections-heading = 更正
correction-did-not-occur = { $by }于{ $day }撤回“{ $step }”：此事没有发生。
correction-incorrect = { $by }于{ $day }更正“{ $step }”：原记录有误。
correction-not-stated = { $by }于{ $day }更正“{ $step }”，未说明原因。
correction-both = 原记录与新记录一并保留。
dispute = { $by }认为“{ $step }”有误（{ $day }）。
remarks-heading = 补充
remark = { $by }对“{ $step }”的补充（{ $day }）。

findings-heading = 不相符之处
finding-contradiction = { $signers }的记录不可能同时属实。
finding-time-backwards = { $signers }的两条记录日期先后矛盾。
finding-late = { $signers }在事后七天以上才录入。
finding-ahead = { $signers }所写日期晚于录入时间。
finding-receipt-without-shipment = { $signers }记录了收货，但没有人记录发货。
finding-shipment-without-receipt = { $signers }记录了发货，但没有人确认收到。
finding-more-out-than-in = 按{ $signers }的记录，发出的多于收到的。
finding-cold-chain-broken = 按{ $signers }的记录，所用原料曾过热或过冷太久。
finding-ingredient-recalled = { $signers }已召回或暂停销售所用的某种原料；该食品本身未被召回。
finding-not-authorised = { $signers }无权就该食品作出这样的说明。
finding-about = { $step }：{ $sentence }

unknowns-heading = 我们不知道的
unknown-temperature = “{ $after }”与“{ $before }”之间没有温度记录（{ $duration }）。
unknown-time = “{ $after }”与“{ $before }”之间没有任何记录（{ $duration }）。
unknown-firm = 负责“{ $step }”的公司没有记录。
unknown-unproven = { $steps ->
   *[other] { $of } 个步骤中有 { $steps } 个没有附证明，因为相关公司没有公布。
}
unknown-certificate = 我们没有见到文件本身：{ $name }。
unknown-origin = 它来自哪里。
unknown-use-by = 应在哪一天之前食用。
unknown-removed = 此处原有一条记录：已于{ $day }经成员决定移除。

claims-heading = 其他人的说法
claims-lead = 这些公司称经手过此食品，但旅程中没有人提到或确认它们。
claim = { $by }称“{ $step }”，{ $day }
claim-at = { $by }称在{ $place }“{ $step }”，{ $day }

signatures-heading = 谁在何时签了什么
signed-product = 名称、重量和保存方式
signed-certificate = 证书
signed-recall = 召回
signed-correction = 更正
signature-line = { $by }，{ $day }录入

check-heading = 自己核对
check-lead = 每家公司都为自己的记录签名，事后改动会在这里显现。您的手机可以自行核对，无需信任本网站。
check-lead-alone = 每家公司都为自己的记录签名。您的手机可以自行核对这些签名，无需信任本网站。
check-button = 用这部手机核对
check-file = 下载证明文件
check-how = 如何用其他方式核对
check-confirmed = { $n } 家公司于 { $when } 确认了这份记录。
kept-by-one = 只有一家公司保存这份记录。如果它改写记录，没有其他人会发现。

help-heading = 这件商品有问题？
help-ask = 请保留包装，并询问{ $who }：
help-ask-unnamed = 请保留包装，并询问出品公司：
help-shop = 请保留包装，并告知售出的商店或食品监管部门。
help-web = 网站

footer-home = 查询其他商品
footer-about = 工作原理
footer-privacy = 没有 Cookie，没有广告，没有人跟踪您。
print-address = 编码：{ $address }
