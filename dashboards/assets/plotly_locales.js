// What the charts themselves can say (buttons, hints, dates on an axis), in Norwegian. English comes with Plotly.
(function () {
  var months = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"];
  var shortMonths = ["jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."];

  function locale(name, days, words) {
    return {
      moduleType: "locale",
      name: name,
      dictionary: words,
      format: {
        days: days,
        shortDays: days.map(function (day) { return day.slice(0, 3); }),
        months: months,
        shortMonths: shortMonths,
        dateTime: "%-d. %B %Y %X",
        date: "%d.%m.%Y",
        time: "%H:%M:%S",
        decimal: ",",
        thousands: "\u202f",
        year: "%Y",
        month: "%b %Y",
        dayMonth: "%-d. %b",
        dayMonthYear: "%-d. %b %Y"
      }
    };
  }

  var locales = [
    locale("nb", ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"], {
      "Autoscale": "Tilpass aksene",
      "Box Select": "Velg med ramme",
      "Compare data on hover": "Sammenlign verdier",
      "Double-click on legend to isolate one trace": "Dobbeltklikk for å vise én serie alene",
      "Double-click to zoom back out": "Dobbeltklikk for å se alt igjen",
      "Download plot": "Last ned figuren",
      "Download plot as a PNG": "Last ned figuren som PNG",
      "Lasso Select": "Velg med lasso",
      "Pan": "Flytt",
      "Reset": "Nullstill",
      "Reset axes": "Nullstill aksene",
      "Show closest data on hover": "Vis nærmeste verdi",
      "Snapshot succeeded": "Figuren er lagret",
      "Sorry, there was a problem downloading your image!": "Figuren kunne ikke lagres.",
      "Taking snapshot - this may take a few seconds": "Lager bildet – det kan ta noen sekunder",
      "Toggle Spike Lines": "Vis eller skjul hjelpelinjer",
      "Toggle show closest data on hover": "Vis eller skjul nærmeste verdi",
      "Zoom": "Zoom",
      "Zoom in": "Zoom inn",
      "Zoom out": "Zoom ut",
      "close:": "slutt:",
      "high:": "høyest:",
      "low:": "lavest:",
      "max:": "største:",
      "mean:": "gjennomsnitt:",
      "median:": "median:",
      "min:": "minste:",
      "open:": "start:",
      "q1:": "nedre kvartil:",
      "q3:": "øvre kvartil:",
      "trace": "serie"
    }),
    locale("nn", ["søndag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"], {
      "Autoscale": "Tilpass aksane",
      "Box Select": "Vel med ramme",
      "Compare data on hover": "Samanlikn verdiar",
      "Double-click on legend to isolate one trace": "Dobbeltklikk for å vise éin serie åleine",
      "Double-click to zoom back out": "Dobbeltklikk for å sjå alt att",
      "Download plot": "Last ned figuren",
      "Download plot as a PNG": "Last ned figuren som PNG",
      "Lasso Select": "Vel med lasso",
      "Pan": "Flytt",
      "Reset": "Nullstill",
      "Reset axes": "Nullstill aksane",
      "Show closest data on hover": "Vis nærmaste verdi",
      "Snapshot succeeded": "Figuren er lagra",
      "Sorry, there was a problem downloading your image!": "Figuren kunne ikkje lagrast.",
      "Taking snapshot - this may take a few seconds": "Lagar biletet – det kan ta nokre sekund",
      "Toggle Spike Lines": "Vis eller gøym hjelpelinjer",
      "Toggle show closest data on hover": "Vis eller gøym nærmaste verdi",
      "Zoom": "Zoom",
      "Zoom in": "Zoom inn",
      "Zoom out": "Zoom ut",
      "close:": "slutt:",
      "high:": "høgast:",
      "low:": "lågast:",
      "max:": "største:",
      "mean:": "gjennomsnitt:",
      "median:": "median:",
      "min:": "minste:",
      "open:": "start:",
      "q1:": "nedre kvartil:",
      "q3:": "øvre kvartil:",
      "trace": "serie"
    })
  ];

  // Plotly comes with the first chart, and takes what lies ready for it.
  if (window.Plotly) { window.Plotly.register(locales); } else { window.PlotlyLocales = (window.PlotlyLocales || []).concat(locales); }
})();
