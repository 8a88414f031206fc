// A click on a heading sorts the rows that the page has. What is hidden or missing has nothing to sort by, and stands last.
(function () {
  function sortedBy(row, place) {
    var cell = row.children[place];
    return cell ? cell.getAttribute("data-sort") : null;
  }

  function compare(one, other) {
    var a = Number(one), b = Number(other);
    if (!isNaN(a) && !isNaN(b)) { return a - b; }
    return one.localeCompare(other, document.documentElement.lang);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".data-table button.sort");
    if (!button) { return; }
    var heading = button.closest("th");
    var body = button.closest("table").tBodies[0];
    var place = Array.prototype.indexOf.call(heading.parentNode.children, heading);
    var falls = heading.getAttribute("aria-sort") === "ascending" || (!heading.hasAttribute("aria-sort") && place > 0);
    Array.prototype.forEach.call(heading.parentNode.children, function (one) { one.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
    Array.prototype.slice.call(body.rows).sort(function (one, other) {
      var a = sortedBy(one, place), b = sortedBy(other, place);
      if (a === null || b === null) { return a === b ? 0 : a === null ? 1 : -1; }
      return falls ? -compare(a, b) : compare(a, b);
    }).forEach(function (row) { body.appendChild(row); });
  });
})();
