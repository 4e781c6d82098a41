package main

import "strings"

const (
	english     = "en"
	simplified  = "zh-Hans"
	traditional = "zh-Hant"
)

// languageOf follows POSIX: LC_ALL before LC_MESSAGES before LANG.
func languageOf(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := strings.ToLower(strings.ReplaceAll(env(name), "-", "_"))
		switch {
		case v == "":
			continue
		case strings.HasPrefix(v, "zh_tw"), strings.HasPrefix(v, "zh_hk"), strings.HasPrefix(v, "zh_mo"), strings.HasPrefix(v, "zh_hant"):
			return traditional
		case strings.HasPrefix(v, "zh"):
			return simplified
		default:
			return english
		}
	}
	return english
}

var usage = map[string]string{
	english: `usage: linli-verify RECEIPT.json [--checkpoint FILE [--consistency FILE]] [--key VERIFIER]...
  RECEIPT.json         the receipt; - reads standard input
  --checkpoint FILE    a checkpoint that you got from elsewhere: the office's page, a newspaper, a witness
  --consistency FILE   the proof that this newer checkpoint extends the receipt's (/ledger/OFFICE/consistency?from=N&size=M)
  --key VERIFIER       the office's public key, NAME+HASH+KEY; may be given several times, also for witnesses`,
	simplified: `用法：linli-verify 回执.json [--checkpoint 文件 [--consistency 文件]] [--key 公钥]...
  回执.json            回执文件；- 表示从标准输入读取
  --checkpoint 文件    您从别处取得的检查点：机构网页、报纸或见证人
  --consistency 文件   证明该较新检查点延续了回执中检查点的文件（/ledger/机构/consistency?from=N&size=M）
  --key 公钥           机构的公钥，格式为 名称+散列+密钥；可重复给出，也可给出见证人的公钥`,
	traditional: `用法：linli-verify 回執.json [--checkpoint 檔案 [--consistency 檔案]] [--key 公鑰]...
  回執.json            回執檔案；- 表示從標準輸入讀取
  --checkpoint 檔案    您從別處取得的檢查點：機構網頁、報紙或見證人
  --consistency 檔案   證明該較新檢查點延續了回執中檢查點的檔案（/ledger/機構/consistency?from=N&size=M）
  --key 公鑰           機構的公鑰，格式為 名稱+雜湊+金鑰；可重複提供，也可提供見證人的公鑰`,
}

var badKey = map[string]string{
	english:     "The value of --key is not a public key of the form NAME+HASH+KEY.",
	simplified:  "--key 的值不是“名称+散列+密钥”格式的公钥。",
	traditional: "--key 的值不是「名稱+雜湊+金鑰」格式的公鑰。",
}

var unreadable = map[string]string{
	english:     "A file cannot be read: %v",
	simplified:  "文件无法读取：%v",
	traditional: "檔案無法讀取：%v",
}

func sentence(language, reason string) string { return sentences[reason][language] }

var sentences = map[string]map[string]string{
	proven: {
		english:     "Proven: the office signed this receipt, and the event stands unaltered in its ledger.",
		simplified:  "已证实：该回执由机构签发，所载事件原样存于其台账中。",
		traditional: "已證實：此回執由機構簽發，所載事件原樣存於其台帳中。",
	},
	provenOwnKey: {
		english:     "Proven with the key that the receipt itself names: it is whole and in that ledger. To know whose ledger it is, give the office's published key with --key, or its published checkpoint with --checkpoint.",
		simplified:  "已用回执自身所列的公钥证实：回执完整，且已载入该台账。要确认台账属于哪个机构，请用 --key 给出机构公布的公钥，或用 --checkpoint 给出其公布的检查点。",
		traditional: "已用回執本身所列的公鑰證實：回執完整，且已載入該台帳。要確認台帳屬於哪個機構，請用 --key 提供機構公布的公鑰，或用 --checkpoint 提供其公布的檢查點。",
	},
	malformed: {
		english:     "Not proven: this file is not a receipt.",
		simplified:  "未证实：该文件不是回执。",
		traditional: "未證實：此檔案不是回執。",
	},
	unknownVersion: {
		english:     "Not proven: this receipt has a version that this program does not know. Get a newer program.",
		simplified:  "未证实：本程序不认识该回执的版本，请使用较新的程序。",
		traditional: "未證實：本程式不認識此回執的版本，請使用較新的程式。",
	},
	unknownKey: {
		english:     "Not proven: no public key of this office is known. Give it with --key.",
		simplified:  "未证实：没有该机构的公钥，请用 --key 给出。",
		traditional: "未證實：沒有該機構的公鑰，請用 --key 提供。",
	},
	leafDiffers: {
		english:     "Not proven: the event in the receipt is not the one that was entered in the ledger. The receipt was altered.",
		simplified:  "未证实：回执所载事件与登入台账的事件不同，回执已被改动。",
		traditional: "未證實：回執所載事件與登入台帳的事件不同，回執已遭更動。",
	},
	wrongSignature: {
		english:     "Not proven: the office's signature does not fit. The receipt was altered, or another office signed it.",
		simplified:  "未证实：机构的签名不符。回执已被改动，或由其他机构签发。",
		traditional: "未證實：機構的簽章不符。回執已遭更動，或由其他機構簽發。",
	},
	pending: {
		english:     "Not proven yet: the receipt does not hold a proof so far. Get it again from the office in a few minutes.",
		simplified:  "尚未证实：回执中还没有证明。请几分钟后向机构重新获取回执。",
		traditional: "尚未證實：回執中還沒有證明。請於幾分鐘後向機構重新取得回執。",
	},
	badCheckpoint: {
		english:     "Not proven: the checkpoint is not one.",
		simplified:  "未证实：检查点的格式不对。",
		traditional: "未證實：檢查點的格式不對。",
	},
	otherTenant: {
		english:     "Not proven: the checkpoint belongs to another office.",
		simplified:  "未证实：检查点属于其他机构。",
		traditional: "未證實：檢查點屬於其他機構。",
	},
	unsigned: {
		english:     "Not proven: the signature on the checkpoint is missing or wrong.",
		simplified:  "未证实：检查点缺少签名或签名不符。",
		traditional: "未證實：檢查點缺少簽章或簽章不符。",
	},
	wrongProof: {
		english:     "Not proven: the proof does not show that the event is in the ledger.",
		simplified:  "未证实：证明不能表明该事件在台账中。",
		traditional: "未證實：證明無法顯示該事件在台帳中。",
	},
	forked: {
		english:     "Not proven: the office signed two different ledgers of one size. Keep the receipt and both checkpoints: together they are evidence.",
		simplified:  "未证实：机构就同一长度签署了两份不同的台账。请保存回执和两个检查点，它们合起来就是证据。",
		traditional: "未證實：機構就同一長度簽署了兩份不同的台帳。請保存回執與兩個檢查點，合起來就是證據。",
	},
	checkpointOlder: {
		english:     "Not proven: the checkpoint given is older than the receipt. Get a newer one.",
		simplified:  "未证实：给出的检查点早于回执，请取得较新的检查点。",
		traditional: "未證實：提供的檢查點早於回執，請取得較新的檢查點。",
	},
	needConsistency: {
		english:     "Not proven: the checkpoint given is newer than the receipt's. Give the proof that links them with --consistency, or get the receipt again.",
		simplified:  "未证实：给出的检查点晚于回执中的检查点。请用 --consistency 给出衔接两者的证明，或重新获取回执。",
		traditional: "未證實：提供的檢查點晚於回執中的檢查點。請用 --consistency 提供銜接兩者的證明，或重新取得回執。",
	},
	wrongLink: {
		english:     "Not proven: the newer checkpoint does not extend the receipt's, or the proof that links them is not theirs.",
		simplified:  "未证实：较新的检查点没有延续回执中的检查点，或衔接两者的证明不符。",
		traditional: "未證實：較新的檢查點並未延續回執中的檢查點，或銜接兩者的證明不符。",
	},
}
