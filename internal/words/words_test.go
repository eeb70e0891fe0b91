package words_test

import (
	"slices"
	"strings"
	"testing"

	"huiying/internal/words"
)

// sentences are what offices and those who write to them write, cut as a reader would cut them.
const sentences = `
望川市|政务服务|中心|今天|起|办理|不动产登记|；|请|各|单位|在|11|月|30|日|前|报送|材料|。
您|反映|的|供暖|问题|已|转|市|住建局|办理|，|预计|3|个|工作日|内|答复|，|联系电话|13971002345|。
今冬|供暖|从|11|月|15|日|零时|开始|，|室温|不|低于|18|℃|，|每|平方米|26.5|元|。
二〇二六|年|十一月|三十日|，|第三十一|条|，|三百二十五|户|。
推进|“|互联网+|政务服务|”|，|深化|放管服|改革|，|优化|营商环境|。
根据|《|中华人民共和国|政府|信息公开|条例|》|第二十七|条|规定|，|您|可以|依申请公开|。
国办发|〔|2018|〕|123|号|文件|要求|政务新媒体|健康|有序|发展|……
本网讯|——|记者|报道|：|PM2.5|浓度|下降|12.3|%|，|T恤|、|U盘|、|B超|都|能|报|。
请|携带|身份证|、|户口本|、|房产证|原件|及|复印件|到|办事大厅|2|号|窗口|办理|。
欢迎|关注|“|望川|发布|”|微信|公众号|、|微博|和|视频号|！！！
市|人民政府|关于|进一步|加强|冬季|安全生产|工作|的|通知
城乡居民|医保|缴费|截止|到|12|月|31|日|，|逾期|不再|补缴
请问|公租房|续租|材料|交|了|一周|还|没有|消息|，|什么|时候|能|批|下来|？
对不起|，|您|的|留言|已|超过|48|小时|，|无法|回复|。
为|进一步|规范|政务新媒体|管理|，|现|将|有关事项|通知|如下|，|请|结合|实际|认真|贯彻落实|。
三十日|前|完成|整改|，|三个|工作日|内|书面|报送|整改|情况|。
您|所在|的|小区|属于|老旧小区|，|换热站|设备|老化|导致|供热|不足|，|供热|公司|已|组织|抢修|。
感谢|您|对|我市|城市管理|工作|的|关心|和|支持|，|如|有|疑问|请|拨打|12345|政务服务|便民热线|。
市|教育局|关于|做好|2026|年|义务教育|阶段|学校|招生|入学|工作|的|通知
灵活就业|人员|可|通过|支付宝|、|微信|小程序|缴纳|养老保险|费|。
市|疾控中心|提醒|：|冬季|是|流感|高发|季节|，|请|及时|接种|流感|疫苗|。
该|路段|自|11|月|1|日|起|实行|全封闭|施工|，|公交|12|路|、|35|路|临时|绕行|。
财政部|、|税务|总局|关于|延续|实施|小微企业|增值税|减免|政策|的|公告
发展中国家|的|和平|与|发展|是|世界|潮流
结婚|的|和|尚未|结婚|的|都|要|登记
部分|居民|小区|停水|停电|，|请|提前|做好|储水|准备|。
为什么|我|的|社保卡|激活|不了|，|去|了|两次|都|没|办成|。
工作日|上午|9|:|00|—|12|:|00|（|法定|节假日|除外|）
该|项目|总|投资|3.5|亿元|，|占地|约|120|亩|，|建成|后|可|提供|就业|岗位|。
关于|印发|《|望川市|住房|租赁补贴|办法|（|征求意见稿|）|》|的|通知
网信办|通报|舆情|，|初审|、|复审|、|终审|后|由|一网通办|平台|公积金|窗口|答复`

func TestSentences(t *testing.T) {
	for want := range strings.SplitSeq(strings.TrimSpace(sentences), "\n") {
		if got := strings.Join(words.Split(strings.ReplaceAll(want, "|", "")), "|"); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// What stands next to a word decides nothing here, so the likelier of two readings is taken where the other one was meant. Whoever
// makes this better changes the test.
func TestWhatTheListAloneCannotTell(t *testing.T) {
	for _, is := range []string{"请|把手|拿|开", "乒乓球|拍卖|完|了", "他|从|马上|下来", "记者|张|建军"} {
		if got := strings.Join(words.Split(strings.ReplaceAll(is, "|", "")), "|"); got != is {
			t.Errorf("got %s, which may be better than %s", got, is)
		}
	}
}

func TestOtherKinds(t *testing.T) {
	for _, want := range []string{
		"don't| |stop|,| |l’eau| |hello_world2|-|b",
		"1,234,567.89|,|12|,|3.5|,|6789", // behind a comma inside a number stand three digits
		"www.gov.cn|/|index.html|?|a|=|1",
		"３．５|公里|，|ＡＢＣ１|，|m²|、|Ⅱ|级|①|②",
		"カタカナ| |ひらがなとー| |한국어| |Привет| |café| |cafe\u0301",
		"……|——|！！|？|！|？|+++|￥|5",
		"\u3000\u3000|各|单位| \t|\r\n|\n|\n| |好",
		"👨‍👩‍👧‍👦|🇨🇳|🇨🇳|👍🏽|👍🏽|❤️‍🔥|🙂‍↔️|1️⃣|2️⃣|3|#️⃣|3|.|5️⃣|😀|😀|⭐|⭐|🏴\U000e0067\U000e007f|©",
		"A|葛\U000e0100|葛\U000e0100|城市|\u200b|政府|\ufeff|\x00|\x00|\ue000",
		"〇三五|号|、|一三九七一〇〇|号",
		"移动|互联网＋|政务|，|做|B超|，|DB|超|，|数据要素×|，|A股|下跌",
	} {
		text := strings.ReplaceAll(want, "|", "")
		if got := strings.Join(words.Split(text), "|"); got != want {
			t.Errorf("\n got %q\nwant %q", got, want)
		}
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct {
		text string
		at   int
		want string
	}{
		{"", 0, ""}, {"", 7, ""},
		{"办理不动产登记", 0, "办理"}, {"办理不动产登记", 1, "办理"}, {"办理不动产登记", 2, "不动产登记"}, {"办理不动产登记", 6, "不动产登记"},
		{"办理不动产登记", 7, "不动产登记"}, {"办理不动产登记", 99, "不动产登记"}, {"办理不动产登记", -1, "办理"},
		{"电话13971002345。", 5, "13971002345"}, {"升3.5%", 2, "3.5"}, {"升3.5%", 4, "%"},
		{"推进互联网+行动", 5, "互联网+"}, {"推进互联网+行动", 2, "互联网+"}, {"推进互联网+行动", 0, "推进"}, {"推进互联网+行动", 6, "行动"},
		{"穿T恤去", 1, "T恤"}, {"穿T恤去", 2, "T恤"}, {"穿T恤去", 3, "去"},
		{"好……好", 2, "……"}, {"a  \u3000b", 2, "  \u3000"}, {"a\n\nb", 1, "\n"}, {"a\r\nb", 2, "\r\n"},
		{"赞👍🏽👍🏽", 2, "👍🏽"}, {"一家👨‍👩‍👧", 4, "👨‍👩‍👧"},
	} {
		text := []rune(c.text)
		from, to := words.At(text, c.at)
		if got := string(text[from:to]); got != c.want {
			t.Errorf("At(%q, %d) = %q, want %q", c.text, c.at, got, c.want)
		}
	}
}

// A caret goes through the text from stop to stop; | are the stops.
func TestCarets(t *testing.T) {
	for _, c := range []struct{ text, next, before string }{
		{"请报送材料，谢谢", "|请|报送|材料|，|谢谢|", "|请|报送|材料|，|谢谢|"},
		{"send  it now ", "|send  |it |now |", "|send  |it |now |"},
		{"a b\n\u3000\u3000各单位 \n\nc", "|a |b|\n|\u3000\u3000|各|单位 |\n|\n|c|", "|a |b|\n|\u3000\u3000|各|单位 |\n|\n|c|"},
		{"  ", "|  |", "|  |"},
		{"好\r\n好", "|好|\r\n|好|", "|好|\r\n|好|"},
	} {
		text := []rune(c.text)
		stops := func(from int, step func([]rune, int) int, end int) []int {
			at := []int{from}
			for from != end && len(at) < 99 {
				from = step(text, from)
				at = append(at, from)
			}
			slices.Sort(at)
			return at
		}
		show := func(at []int) string {
			var b strings.Builder
			for i := range len(text) + 1 {
				if slices.Contains(at, i) {
					b.WriteByte('|')
				}
				if i < len(text) {
					b.WriteRune(text[i])
				}
			}
			return b.String()
		}
		if got := show(stops(0, words.Next, len(text))); got != c.next {
			t.Errorf("to the right %q, want %q", got, c.next)
		}
		if got := show(stops(len(text), words.Before, 0)); got != c.before {
			t.Errorf("to the left %q, want %q", got, c.before)
		}
	}
	text := []rune("不动产登记  好")
	for _, c := range []struct{ at, next, before int }{{-3, 7, 0}, {2, 7, 0}, {5, 7, 0}, {6, 7, 0}, {7, 8, 0}, {8, 8, 7}, {99, 8, 7}} {
		if next, before := words.Next(text, c.at), words.Before(text, c.at); next != c.next || before != c.before {
			t.Errorf("from %d to %d and %d, want %d and %d", c.at, next, before, c.next, c.before)
		}
	}
	if words.Next(nil, 0) != 0 || words.Before(nil, 0) != 0 {
		t.Error("an empty text has a stop beside 0")
	}
}
