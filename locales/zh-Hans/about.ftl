# 页面如何形成，以及如何不依赖本网站进行核对。

about-title = 如何自己核对
about-lead = 您不必相信本网站。下面说明它的做法，以及如何核对。
about-how-heading = 页面是怎样形成的
about-how-sign = 每家经手的公司都为自己所做的事签名：捕捞、包装、发出、收到。
about-how-order = { $n ->
    [1] 记录由 { $n } 家公司保存，它可以独自改写，请多加留意。
   *[other] { $n } 家公司保存同一份记录。任何一家都不能独自改动，也不能掩盖改动的企图。
}
about-how-read = 页面显示一个批次的各条记录，并说明缺少什么。
about-not-heading = 页面不能告诉您什么
about-not-true = 签名表明是谁说的，以及之后没有改动，但不能保证所说属实。
about-not-pack = 页面对应的是编码，而不是包装：编码可以被复制。如果包装可疑，请询问商店。
about-not-safe = “没有召回记录”就是字面意思。
about-phone-heading = 1. 用手机
about-phone = 打开商品页面，按“用这部手机核对”。手机会取回证明，自行核对每个签名，并询问其他公司是否一致。
about-file-heading = 2. 用文件，不经过本网站
about-file = 每个页面都可以下载证明文件。在任何电脑上，不用联网即可用以下命令核对：
about-file-anchor = 下面这一行是这份记录的名称。请从您信任的来源取得，例如包装或另一家公司，而不只是从这里：
about-other-heading = 3. 到另一家公司
about-other = 以下每家公司都用自己的副本回答同一地址：
about-privacy-heading = 我们知道您什么
about-privacy = 在您按“用这部手机核对”之前，手机上不会存储任何内容；之后也只记下记录的进度，以防有人向您出示旧记录。没有 Cookie。我们不会把您查看的内容告诉任何人。
