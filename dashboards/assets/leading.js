// A column of a chart leads to what it counts, as its number in the table below does.
(function () {
  function follow(event) {
    var href = event.points[0] && event.points[0].customdata;
    if (!href) { return; }
    window.history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }

  // Charts come and go with the answers: whoever points at one finds it ready.
  document.addEventListener("pointerover", function (event) {
    var drawn = event.target.closest && event.target.closest(".chart.leads .js-plotly-plot");
    if (!drawn || !drawn.removeListener) { return; }
    drawn.removeListener("plotly_click", follow);
    drawn.on("plotly_click", follow);
  });
})();
