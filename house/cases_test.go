package house_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// listed are the cases that the specification of mediation lists at its end, each with the tests that hold it.
var listed = []struct {
	what  string
	tests []string
}{
	{"party aged 7, 15, 16 and earning", []string{"TestPartyAged"}},
	{"guardian is the opponent", []string{"TestGuardianIsTheOpponent"}},
	{"safety concern told privately", []string{"TestSafetyConcernToldPrivately", "TestPrivateQuestionsAreAnsweredBehindTheWall", "TestPrivateAnswersLeaveNoTraceWithTheOtherSide", "TestWhoToldOfFearMeetsNobody", "TestASeparateTalkIsNothingToTheOtherParty"}},
	{"a report that the law demands: two people, told unless that endangers somebody", []string{"TestAStatutoryReportByTwoIsToldToThePerson", "TestStatutoryGroundsAreClosed", "TestASilenceIsLookedAtAgain", "TestAReportIsOnePersonsAndNobodyElses", "TestWhoLostThePostDecidesNothing"}},
	{"withdrawal in mid-session", []string{"TestWithdrawalInMidSession"}},
	{"recusal after session 2", []string{"TestRecusalAfterTheSecondSession"}},
	{"all mediators in conflict", []string{"TestAllMediatorsInConflict", "TestAllMediatorsOfAUnitInConflict"}},
	{"two of three sign", []string{"TestTwoOfThreeSign"}},
	{"seal five days after the signatures", []string{"TestTheSealFiveDaysAfterTheSignatures"}},
	{"confirmation on day 30 and 31, end on a holiday", []string{"TestTheThirtiethDay"}},
	{"one party applies alone", []string{"TestOnePartyAppliesToTheCourtAlone"}},
	{"a clause on divorce status or title", []string{"TestAClauseOnDivorceStatusOrTitle"}},
	{"instalment paid in part, in goods", []string{"TestThePayeesWordCounts"}},
	{"instalment overpaid", []string{"TestMoneyAboveTheSum"}},
	{"instalment due on 31 February", []string{"TestAnInstalmentDueOn31February"}},
	{"agreement voided", []string{"TestAVoidedAgreementIsTakenBackFromTheFigures", "TestANewCaseAfterAVoidedAgreement"}},
	{"the same dispute entered again: a party's code joins them", []string{"TestTheSameDisputeEnteredThreeTimes"}},
	{"same names in different disputes: no hint", []string{"TestOnePersonInFiveCasesLooksAsFivePersonsDo", "TestOnePersonInFiveCasesIsAnsweredAsFivePersonsAre"}},
	{"two offices jointly", []string{"TestTwoOfficesJointly", "TestEveryPartyAgreesBeforeTheOtherUnitHearsOfIt", "TestTheOtherUnitSeesWhatItShould", "TestTheOtherUnitsPeopleFindNothing"}},
	{"a party asks for the file: own and joint papers only", []string{"TestWhichPapersForWhom", "TestAPartyTakesItsFile"}},
	{"a demand from outside for notes", []string{"TestADemandFromOutsideForNotes", "TestSecrecyOfADemandEndsByItself", "TestADemandIsDecidedByAnotherAndGivenTheMinimum", "TestTheScanOfAnOrderIsReadByWhoDecidesAlone", "TestACourtAsksForPapersOfAReport", "TestACourtAsksForPapersOfARequestForHelp", "TestWhoIsComplainedOfLearnsNothingOfADemand"}},
	{"a breach: the cases by their codes, the authority within 72 hours, the parties by two people", []string{"TestABreachFromItsFindingToItsEnd", "TestAllCasesOfAUnitAreNamedOnce", "TestTheRegisterOnItsPages", "TestWhoKeepsTheRegister"}},
	{"a daily mail to staff: counts and numbers of cases, nobody in it", []string{"TestTheDailyMailToStaff", "TestTheDailyMailOnTheAccountsPage", "TestStaffHearNumbers"}},
	{"survey answers in public: the whole office, a period that is over, twenty at least, nothing by subtraction", []string{"TestEverybodyReadsWhatPartiesAnswered", "TestSmallAnswersAreHiddenInPublic", "TestTooFewAnswersAreNotShown"}},
	{"emergency access in the case of a colleague", []string{"TestEmergencyAccessInTheCaseOfAColleague", "TestUrgentAccessThatCannotWaitAlarms"}},
	{"self-approval and reused approval; approver loses the role meanwhile", []string{"TestUrgentAccessNeedsASecondPersonAndLastsAnHour"}},
	{"erasure under legal hold", []string{"TestErasureUnderLegalHold"}},
	{"extension by one party only", []string{"TestExtensionByOnePartyOnly", "TestTheTermAndItsExtension"}},
	{"already in court", []string{"TestAlreadyInCourt"}},
	{"a term that waives a petition", []string{"TestATermCannotGiveUpARight", "TestAWaiverIsRefusedAtItsField"}},
	{"60 villagers with 5 representatives", []string{"TestSixtyVillagersWithFiveRepresentatives"}},
	{"no phone and cannot write: thumbprint, interpreter, paper first, entered later with true dates", []string{"TestNoPhoneAndCannotWrite", "TestFairness", "TestAPersonLeavesTheCounterWithASlip", "TestPaperSignedBeforeItWasEntered"}},
	{"two devices sync the same case", []string{"TestTwoDevicesSyncTheSameCase", "TestWhatMovedMeanwhileIsShown", "TestTheSameRequestAtOnceWritesOnce", "TestTwoDevicesBringTheSameSession"}},
	{"replayed and reordered offline forms", []string{"TestASessionHeldWithoutALineArrivesOnce", "TestReorderedFormsWait", "TestAFormOfAnotherTime", "TestAReportTakenWithoutALineArrivesOnce", "TestAnInspectionRecordedWithoutALineArrivesOnce"}},
	{"parties read different languages: the authoritative text is named", []string{"TestPartiesReadDifferentLanguages"}},
	{"collusion against a creditor", []string{"TestCollusionAgainstACreditor"}},
	{"message to the wrong side", []string{"TestAMessageToTheWrongSide"}},
	{"a wrong entry is taken back, every event with its reason", []string{"TestEveryEventSaysWhetherItIsTakenBack", "TestEveryEventIsTakenBackOrRefusedWithItsReason", "TestWrongEntriesAreTakenBack", "TestWhatAnEntryRestsOnIsRefused", "TestAPartyEnteredWronglyIsTakenOut"}},
	{"a telephone call is its party's and nobody else's", []string{"TestATelephoneCallIsWrittenDown", "TestACallIsNothingToTheOtherParty", "TestACallOfAWardIsTheOffices", "TestCallsAndWrongEntriesOnThePage"}},
	{"the operator key is lost: a drill; an upgrade is rolled back", []string{"TestTheDrillOfALostOperatorKey", "TestAnUpgradeIsRolledBack"}},
	{"a survey of the neighbourhood: no letter leads to its answer, nothing small comes out of its tables", []string{"TestNothingLinksALetterToItsAnswer", "TestNoSmallAnswerComesOutOfATable", "TestSmallStrataStandTogether"}},
	{"the survey after closing: nobody can tell who answered", []string{"TestNobodyCanTellWhoAnswered", "TestTooFewAnswersAreNotShown"}},
	{"stipend claimed twice", []string{"TestStipendClaimedTwice", "TestStipendsAreEqualWhateverTheOutcome"}},
	{"death of a party and an heir", []string{"TestDeathOfAPartyAndAnHeir", "TestInstalmentsPassToTheHeir"}},
	{"late session on a closed case: controlled reopening", []string{"TestAClosedCaseIsTakenUpAgainOnlyByAll"}},
	{"referral in without consent", []string{"TestAReferralInWithoutConsent"}},
	{"erasure during retention", []string{"TestAPartyAsksToBeErasedWhileTheFileIsKept"}},
	{"shuttle: an offer that was not released", []string{"TestAnOfferThatWasNotReleasedIsNothingToTheOtherSide", "TestAnOfferThatWasNotReleasedLeavesNoTrace"}},
	// reports, in the order of their list
	{"latitude without longitude, swapped, NaN, 1e400, \"31,23\", 0,0, outside, missing", []string{"TestAPlaceThatIsNone", "TestTheAreaOfAnOffice", "TestWrongReportsAreRefusedByField", "TestWrongFieldsOfAReportAreNamed"}},
	{"GCJ-02 and BD-09 declared and converted", []string{"TestTheShiftOfChineseMaps", "TestThereAndBack", "TestAPlaceOnTheMapGoesWithTheReport"}},
	{"60-megapixel, CMYK, HEIC, animated and turned photographs", []string{"TestRefusedUploads", "TestCMYKBecomesRGB", "TestOrientationIsApplied"}},
	{"GPS in XMP and thumbnail, every way in", []string{"TestNothingOfAPhotographSurvivesButItsPixels", "TestPhotographsOfAReport", "TestPicturesOfAProgram", "TestTheOfficeAddsAPhotograph", "TestAClerkWritesAReportDown", "TestNoFileComesInUncleaned"}},
	{"media_url to loopback is not fetched", []string{"TestTheSpecificationsOwnPost", "TestAProgramReportsALamp"}},
	{"polyglots", []string{"TestRefusedUploads", "TestRefusedPDFs"}},
	{"the same Idempotency-Key with the same and other words, at once, after a restart; a client without keys", []string{"TestARequestSentTwiceFilesOnce", "TestTheSameRequestAtOnceWritesOnce", "TestARequestIsKnownAfterARestart", "TestSentAgain"}},
	{"an hour that never was or came twice, a date without zone, a plus that became a space, the 90th day", []string{"TestRowsThatAreNone", "TestAnHourThatCameTwice", "TestDates", "TestFilters"}},
	{"XXE, control characters, ]]>", []string{"TestAHostileAnswerIsRefused", "TestXMLIsWellFormed", "TestWhatPeopleWroteComesThrough", "TestPlainText"}},
	{"service code 001 stays text", []string{"TestAnswers", "TestMultipart", "TestServersDiffer"}},
	{"paging under inserts, equal instants, 10,000 ids, an unknown status, LIKE wildcards", []string{"TestListsAndPages", "TestReportsOfOneInstantPageWithoutGapOrRepeat", "TestPublicListsPageByTime", "TestTenThousandIDs", "TestFilters", "TestWhatIsRefused"}},
	{"bidi override, ZWJ, NFC and NFD", []string{"TestWhatNobodySeesIsNotKept", "TestWordsAreKeptPlain", "TestPlainText", "TestWhatAPostMayNotBe"}},
	{"4,000 characters not bytes", []string{"TestWrongFieldsOfAReportAreNamed", "TestWhatAPostMayNotBe"}},
	{"CJK search, where there is a search: of the directory alone", []string{"TestFiltersAreJoinedWithAnd"}},
	{"CSV formulas, in every export", []string{"TestNoFormulaInWhatIsExported", "TestNothingIsAFormula", "TestPrintedReturns", "TestNoFormulaInTheExportOfServices", "TestNoFormulaInTheExportOfPlaces"}},
	{"CRLF in headers", []string{"TestPlainText", "TestCleanName"}},
	{"a receipt is guessed", []string{"TestAGuessedReceiptOpensNothing", "TestBlackbox"}},
	{"a heat map that shows one home", []string{"TestAHomeIsNotShown", "TestNoLineTellsASmallNumber", "TestWhatIsPublishedIsCoarse"}},
	{"updates out of order", []string{"TestUpdatesOutOfOrder"}},
	{"a report that was taken back, or of which nothing is public any more, goes to no other office", []string{"TestWhatWasTakenBackIsNotSent", "TestOnlyPublishedWordsLeaveWithoutLeave"}},
	{"words about a resident's conduct are not saved", []string{"TestWordsAboutAResidentAreNotSaved"}},
	{"a report that names two things", []string{"TestASecondThingIsSplitOff"}},
	{"help: withdrawal mid-referral", []string{"TestWithdrawalMidReferral"}},
	{"help: withdrawal races acceptance: withdrawal wins, the acceptor gets 409 and no data", []string{"TestWithdrawalRacesAcceptance"}},
	{"help: one of three withdrawn", []string{"TestOneOfThreeWithdrawn"}},
	{"help: child comes of age", []string{"TestAChildComesOfAge", "TestWhoActsAloneDecidesAnew"}},
	{"help: two guardians disagree; a guardian who is the opponent does not act", []string{"TestTwoGuardiansDisagree"}},
	{"help: provider deleted with open referrals; close, no auto-forward", []string{"TestAServiceThatClosesForwardsNothing"}},
	{"help: rejected, silent, no-show", []string{"TestRejectedSilentNoShow"}},
	{"help: a new need code \"former prisoner\"", []string{"TestANeedNeverSaysWhoSomebodyIs"}},
	{"help: one person in five cases, of which one is a request for help", []string{"TestOnePersonInFiveCasesLooksAsFivePersonsDo", "TestOnePersonInFiveCasesIsAnsweredAsFivePersonsAre", "TestNoHelpOpensWithoutAWrittenAccessRow", "TestNothingOfHelpOutlivesItsRetention"}},
	{"help, report: receipt lost, two people, in person", []string{"TestALostSlipOfARequestForHelp", "TestALostSlipOfAReport", "TestALostSlipIsReplacedByTwo", "TestALostSlipTakesTwoPeople"}},
	{"help: erasure under legal hold", []string{"TestErasureOfHelpUnderARetentionDuty"}},
	{"help: everything about me: one code, others left out, with access log, consents, recipients", []string{"TestThePersonsOwnPage"}},
	{"help: HSDS file with wrong enum, missing id", []string{"TestBadRowsAreNamedAndGoodOnesKept", "TestAWrongNestedObjectIsNamedByItsPath"}},
	{"help: staff member is the person", []string{"TestAWorkerDoesNotHelpItself"}},
	{"help: re-grant after withdrawal is a new record", []string{"TestAgainAfterWithdrawalIsANewRecord"}},
	{"the accused unit's roles by every route find no grievance", []string{"TestEveryRouteOfReportsAsksThePolicies", "TestAGrievanceTouchesItsOwnRowsOnly"}},
	{"no category is about a resident's conduct, belief, residence or association", []string{"TestNoCategoryIsAboutAResident"}},
	{"a telephone number in what is to be published", []string{"TestWhatIsPublishedIsWrittenAnewAndRounded"}},
	{"complaints about a mediator go outside the unit", []string{"TestAComplaintLeavesTheUnit", "TestAComplaintGoesOutsideTheUnit", "TestAGrievanceIsWrittenDownAtAnyOtherCounter", "TestWhoIsComplainedOfLearnsNothing", "TestTheDeskIsWhoMayAct"}},
	{"an occurrence done before it is due", []string{"TestDoneBeforeItIsDue"}},
	{"clock moved back on the server", []string{"TestTheCalendarWritesDownWhatIsOwedOnce", "TestALateDutyIsToldUpTheChainAndStaysLate"}},
	{"evidence swapped afterwards", []string{"TestEvidenceSwappedAfterwardsIsSeen"}},
	{"nothing is back-dated; the last minute", []string{"TestNothingIsBackDated", "TestTheLastMinuteIsInTime"}},
	{"a duty nobody holds a post for", []string{"TestADutyThatNobodyHoldsIsAGap", "TestADutyThatNobodyHoldsIsEscalated"}},
	{"two units merge, one splits: history stays", []string{"TestAMergedUnitKeepsWhatWasCounted", "TestAUnitIsNotHeldAgainstWhatItWasBeforeItWasSplit", "TestAUnitThatWasMergedKeepsItsHistory", "TestAUnitThatIsClosedLeavesWhatItOwed"}},
	{"leap day, month ends, a holiday that moves, adjusted working Saturdays, time-zone change: duties", []string{"TestWhenADutyFallsDue", "TestShiftsByARule", "TestAShiftKeepsItsHoursWhenTheClockChanges"}},
	{"an indicator with denominator 0", []string{"TestDividingByNothingIsNone", "TestADeclaredIndicator"}},
	{"two releases differenced; a unit with 3 cases in a public table", []string{"TestDifferencingFiftyTwoReleases", "TestAmongUnitsNothingSmallIsHad", "TestReturns"}},
	{"1,000,000 open promises swept: by an index, never by a scan", []string{"TestTheSweepGoesThroughNoPromiseThatIsNotDue"}},
	{"a weight on anything but the office's conduct", []string{"TestWhatMayNotWeigh", "TestTheScorecardWeighsConductAlone", "TestMoreCasesAreNeverWorse"}},
	{"a rulebook that aims a duty at people", []string{"TestNoDutyAimsAtPeople", "TestADutyAimedAtPeopleIsRefusedAtTheTerminal"}},
	{"two recipients of a report, of which one fails", []string{"TestTwoRecipientsOfWhichOneFails"}},
	{"a rulebook version that changes in mid-case", []string{"TestACaseKeepsTheVersionItBeganUnder", "TestARuleThatSaysSoMovesOpenCases"}},
	{"leap day, month ends, a holiday that moves, adjusted working Saturdays, a pause longer than the term: promises", []string{"TestDueInstants", "TestWorkingDaysDayByDay", "TestWorkingTimeMinuteByMinute"}},
	{"an extension asked on the last minute", []string{"TestExtension"}},
	// security, in the order of its list; what stands above is not named again
	{"an insider reads 200 in a row", []string{"TestInsiderReadingInARow"}},
	{"an approver who lost the role meanwhile, an approval that was used", []string{"TestWhoLostThePostDecidesNothing", "TestAnApprovedExportIsLookedAtAgain", "TestPapersLeaveByTwoOthersAndOnce"}},
	{"an administrator with access to the database finds no plaintext", []string{"TestNoPlantedWordStandsInARawFile", "TestEraseDueLeavesNothingInTheFiles", "TestAdministratorNeverSeesContent"}},
	{"a backup from before an erasure is restored", []string{"TestABackupBringsNothingErasedBack", "TestABackupHoldsItsHalfOnly", "TestReplayOverARestoredKeyStore"}},
	{"a ledger is cut, forked, one leaf edited", []string{"TestAuditFinds", "TestAuditFindsChangedRows", "TestAForkIsFoundByOneOldCheckpoint", "TestNothingIsSignedOverAChangedPast"}},
	{"a stolen session, a lost phone", []string{"TestRevokingSessions", "TestASecondSignInEndsTheFirst", "TestACopiedSessionEndsWithTheOwn", "TestLostPhone", "TestADeviceIsEndedFromAfar"}},
	{"a notice that could endanger somebody", []string{"TestEveryNoticeObeysTheSafeContact", "TestASafeContactEndsTheMail"}},
	{"a receipt or slip is guessed: slowed, and nobody locked out", []string{"TestGuessingIsSlowedWithoutLockout", "TestGuessingCodesIsSlowed", "TestLimiter"}},
	{"archives, pictures and PDFs that grow without end, an SVG with a script", []string{"TestRefusedUploads", "TestPDFBomb", "TestWhatIsNotWholeIsRefused", "TestNoFileComesInUncleaned"}},
	{"header, path and template injection", []string{"TestInjection", "TestCleanName", "TestWhatIsTypedIsEscaped", "TestDataIsNeverMarkup", "TestMask"}},
	{"another's record by its id, on every route", []string{"TestEveryRouteLetsInWhomTheDesignNames", "TestTheWalkKnowsEveryRoute", "TestEveryActByEveryRole", "TestForeignTokensAreRefused"}},
	{"kill -9 at each step of an erasure", []string{"TestShredIsTakenUpAfterACrashAtEachStep", "TestAnErasureThatIsKilledIsFinished", "TestErasesUntilItIsKilled"}},
	{"an agreement is changed by all whom it binds", []string{"TestAnAgreementIsChangedByAllWhomItBinds"}},
}

// TestEveryListedCaseIsATest fails where a case of the list has lost the test that holds it.
func TestEveryListedCaseIsATest(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	known := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(text, -1) {
			known[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range listed {
		if len(c.tests) == 0 {
			t.Errorf("%s: no test", c.what)
		}
		for _, name := range c.tests {
			if !known[name] {
				t.Errorf("%s: there is no %s", c.what, name)
			}
		}
	}
}
