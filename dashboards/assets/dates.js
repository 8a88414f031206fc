// Month and day names for the date pickers, in the form that their library asks for.
(function () {
  function locale(name, weekdays, months) {
    return {
      name: name,
      weekdays: weekdays,
      weekdaysShort: weekdays.map(function (day) { return day.slice(0, 3); }),
      weekdaysMin: weekdays.map(function (day) { return day.slice(0, 2); }),
      months: months,
      monthsShort: months.map(function (month) { return month.slice(0, 3); }),
      weekStart: 1,
      yearStart: 4,
      ordinal: function (number) { return number + "."; },
      formats: { LT: "HH:mm", LTS: "HH:mm:ss", L: "DD.MM.YYYY", LL: "D. MMMM YYYY", LLL: "D. MMMM YYYY HH:mm", LLLL: "dddd D. MMMM YYYY HH:mm" },
      relativeTime: {}
    };
  }
  var months = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"];
  window.dayjs_locale_nb = locale("nb", ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"], months);
  window.dayjs_locale_nn = locale("nn", ["søndag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"], months);
})();
