// When the session has ended, the page loads again and the server leads to the login.
(function (fetch) {
  window.fetch = function () {
    return fetch.apply(window, arguments).then(function (response) {
      if (response.status !== 401) { return response; }
      window.location.reload();
      return new Promise(function () {}); // the page is leaving: nobody is to read the refusal
    });
  };
})(window.fetch);
