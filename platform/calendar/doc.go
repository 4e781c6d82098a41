// Package calendar counts days as offices and laws count them: calendar days, months, working days and working hours.
//
// 工作日 a working day is a weekday that is no holiday, or a day of rest that was moved to work (调休上班).
// 节假日 a holiday is a day off that the published table names. The table reaches only as far as it was published;
// a day beyond that is counted by weekdays alone and is provisional 暂定.
//
// A [Date] has no zone. It becomes an instant only through a zone, and then exactly: [Date.Start] and [Date.End] hold
// where a day has 23 or 25 hours, begins at one o'clock, or does not exist.
package calendar
