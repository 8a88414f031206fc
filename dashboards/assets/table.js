// A table, made of what dashboards/kit/table.py sends. The roles stand in full: a phone's layout takes them away.
(function () {
  var PAGES = "/eier/"; // where the dashboards lie (kit/links.py)

  function element(kind, props, children) { return window.React.createElement.apply(null, [kind, props].concat(children)); }

  // Within the dashboards a link changes the page without loading it anew.
  function follow(event) {
    var link = event.target.closest("a");
    if (!link || link.pathname.indexOf(PAGES) !== 0 || event.metaKey || event.shiftKey || event.altKey || event.ctrlKey) { return; }
    event.preventDefault();
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    window.scrollTo(0, 0);
  }

  function said(cell) { return typeof cell === "string" ? { text: cell } : cell; }

  function names() { return Array.prototype.filter.call(arguments, Boolean).join(" ") || undefined; }

  function linked(cell, inside) { return cell.href ? element("a", { href: cell.href }, inside) : inside; }

  function cellOf(cell, column, missing) {
    var gone = missing && missing[cell.missing];
    var inside;
    if (cell.heat) {
      inside = element(cell.href ? "a" : "span", { className: "heat " + cell.heat, href: cell.href, title: cell.title }, cell.text);
    } else {
      inside = linked(cell, element("span", { className: "value" }, gone ? gone.text : cell.text));
    }
    var bar = column.bar && !gone && element("span", { className: "bar", "aria-hidden": true },
      element("span", { style: { width: Math.round(cell.by * 100) + "%" } }));
    return element("td", {
      className: names(column.names, gone && "missing", cell.missing, cell.names),
      role: "cell",
      title: gone ? gone.why : undefined,
      "data-label": column.label
    }, bar ? [bar, inside] : inside);
  }

  function rowOf(row, props) {
    var head = said(row[0]);
    var cells = row.slice(1).map(function (cell, place) { return cellOf(said(cell), props.columns[place], props.missing); });
    return element("tr", { role: "row" }, [element("th", { scope: "row", role: "rowheader" }, linked(head, head.text))].concat(cells));
  }

  function groupsOf(groups) {
    return element("tr", { role: "row" }, [element("td", { role: "cell" })].concat(groups.map(function (group) {
      return group[0]
        ? element("th", { scope: "colgroup", colSpan: group[1], role: "columnheader", className: "group" }, group[0])
        : element("td", { colSpan: group[1], role: "cell" });
    })));
  }

  // What is hidden or missing has nothing to sort by, and stands last.
  function sorted(rows, order) {
    function by(row) {
      var cell = said(row[order.place]);
      return cell.missing ? null : cell.by === undefined ? cell.text : cell.by;
    }
    function compare(one, other) {
      var a = Number(one), b = Number(other);
      return !isNaN(a) && !isNaN(b) ? a - b : String(one).localeCompare(other, document.documentElement.lang);
    }
    return rows.slice().sort(function (one, other) {
      var a = by(one), b = by(other);
      if (a === null || b === null) { return a === b ? 0 : a === null ? 1 : -1; }
      return order.falls ? -compare(a, b) : compare(a, b);
    });
  }

  function Table(props) {
    var state = window.React.useState(null);
    var order = state[0] && state[0].of === props.caption ? state[0] : null; // the page can put another table in this one's place

    function heading(title, place, className) {
      var is = order && order.place === place;
      function sort() { state[1]({ of: props.caption, place: place, falls: is ? !order.falls : place > 0 }); }
      return element("th", {
        scope: "col",
        role: "columnheader",
        className: className || undefined,
        "aria-sort": is ? (order.falls ? "descending" : "ascending") : undefined
      }, props.sorts ? element("button", { className: "sort", type: "button", onClick: sort }, title) : title);
    }

    var headings = [heading(props.head, 0)].concat(props.columns.map(function (column, place) {
      return heading(column.title, place + 1, column.heads);
    }));
    var rows = order ? sorted(props.rows, order) : props.rows;
    function shown(row) { return rowOf(row, props); }
    return element("table", { className: props.kind, role: "table", onClick: follow }, [
      element("caption", null, props.caption),
      element("thead", { role: "rowgroup" },
        (props.groups && props.groups.length ? [groupsOf(props.groups)] : []).concat(element("tr", { role: "row" }, headings))),
      element("tbody", { role: "rowgroup" }, rows.map(shown)),
      props.total ? element("tfoot", { role: "rowgroup" }, shown(props.total)) : null
    ]);
  }

  window.varde = { Table: Table }; // the namespace and the name under which Dash looks for it
})();
