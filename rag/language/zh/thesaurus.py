"""What papers print for the words that people say: `晚饭` -> `晚餐`."""

from __future__ import annotations

from collections.abc import Iterator

# a line for each notion: the words that mean it, in speech or in print
_NOTIONS = """
晚饭 晚餐
午饭 中饭 午餐
早饭 早餐
吃饭 就餐 用餐
关门 闭馆 闭园 闭店 打烊 停止营业 开放时间 营业时间
开门 开馆 开园 开放时间 营业时间 对外开放
小孩 孩子 儿童 少儿
娃 孩子 儿童
上学 入学 就读
老人 老年人
看病 就医 就诊 门诊
住院 入院
堵车 拥堵 缓行
修路 道路施工 道路改造 路面改造 道路养护
封路 交通管制 禁止通行 封闭施工
电瓶车 电动车 电动自行车
房租 租金
工资 薪酬 薪资 月薪
招人 招聘 招录 招考
打疫苗 接种
买票 购票 售票
门票 票价 购票
涨价 上调 上涨
降价 下调 下降
打折 优惠 减免
退休金 养老金
花钱 投资 耗资 投入
建好 建成 竣工 完工
动工 开工
着火 起火 失火 火灾 火情
车祸 交通事故
去世 逝世 病逝 死亡 身亡
被骗 骗子 诈骗 骗局
小偷 盗窃
罚钱 罚款 处罚
老板 负责人 董事长 总经理
半马 半程马拉松
打车 出租车 网约车
煤气 燃气 天然气
下雨 降雨 降水
下雪 降雪
停水 暂停供水 停止供水
停电 计划停电 电力检修
网上 线上 在线
户口 户籍
驾照 驾驶证
结婚登记 婚姻登记
放假 假期 休假
补钱 补贴 补助
体检 健康检查
搬家 搬迁 迁移
拆迁 征收 拆除
公交 公交车
厕所 公厕 卫生间
"""


def otherwise(word: str) -> tuple[str, ...]:
    """The other words for what a simplified Chinese word means; none for most."""
    return _OTHERWISE.get(word, ())


def _otherwise() -> Iterator[tuple[str, tuple[str, ...]]]:
    notions = [line.split() for line in _NOTIONS.split("\n") if line]
    for word in {word for notion in notions for word in notion}:
        others = dict.fromkeys(other for notion in notions if word in notion for other in notion)
        yield word, tuple(other for other in others if other != word)


_OTHERWISE = dict(_otherwise())
