// When the session has ended, the page loads again and the server leads to the login.
(function (fetch) {
  window.fetch = function () {
    return fetch.apply(window, arguments).then(function (response) {
      if (response.status === 401) { window.location.reload(); }
      return response;
    });
  };
})(window.fetch);
