package cmc

import (
	"testing"

	"linli/platform/tabular"
)

func TestNumbersOfPersons(t *testing.T) {
	for number, want := range map[string]bool{
		"11010519491231002X": true, "11010519491231002x": true, "440524188001010014": true, "110105-19491231-002X": true,
		"1１0105１949123100２Ｘ": true, "张三11010519491231002X": true, "(11010519491231002X)": true,
		"13812345678": true, "138-1234-5678": true, "8613812345678": true, "0086-138-1234-5678": true, "李四13812345678": true, "A_19912345678": true, "1３812345678": true,

		"110105194912310021": false, "110105194902310026": false, "CAS-02624-B3K1R0": false, "(2021)沪0101民初13号": false, "20210304001": false, "12812345678": false,
		"138123456789": false, "2021-13812345678901": false, "202113812345678": false, "〔2021〕鄰調字第138號": false, "X13-81234567": false,
	} {
		if got := tabular.OfPerson(number); got != want || !validNumber(number) {
			t.Errorf("%s: %t, and a case number in form: %t", number, got, validNumber(number))
		}
	}
}

func TestColumnsOfPersons(t *testing.T) {
	for column, want := range map[string]bool{
		"name": true, "Name ": true, "NAME": true, "ｎａｍｅ": true, "applicant_name": true, "ApplicantName": true, "full name": true, "Surname": true, "tel.": true, "phone": true,
		"Phone-Number": true, "mobile": true, "ID number": true, "id_no": true, "ID Card": true, "IdCardNumber": true, "NRIC": true, "passport no": true, "E-mail": true,
		"date of birth": true, "姓名": true, "申请人姓名": true, "申請人": true, "身份证号": true, "身分證字號": true, "联系电话": true, "聯絡電話": true, "手机": true, "手機號碼": true,
		"住址": true, "户号": true, "民族": true,

		"case_number": false, "_id": false, "did_not_settle": false, "automobile": false, "附注": false, "当事人关系": false, "案件编号": false, "type_of_dispute": false,
		"tenancy": false, "unit": false, "year": false, "": false,
	} {
		if got := person(column); (got != "") != want {
			t.Errorf("%q: %q", column, got)
		}
	}
}
