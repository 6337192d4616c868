/// What the page does beyond standing there.
///
/// It shows the numbers of a plot under the pointer and copies commands. Without it nothing is missing.
enum ReportScript {
  static let text = """
    (function () {
      'use strict';
      function numbers(text) { return text.split(' ').map(Number); }
      function element(tag, parent, text) {
        var made = document.createElement(tag);
        if (text !== undefined) { made.textContent = text; }
        parent.appendChild(made);
        return made;
      }
      document.querySelectorAll('svg.lines').forEach(function (svg) {
        var x = numbers(svg.dataset.x), y = numbers(svg.dataset.y);
        var isShare = svg.dataset.percent === '1';
        var width = svg.viewBox.baseVal.width;
        var lines = Array.from(svg.querySelectorAll('path[data-name]')).map(function (path) {
          return {
            name: path.dataset.name, path: path,
            points: path.getAttribute('d').slice(1).split('L').map(numbers)
          };
        });
        var rule = document.createElementNS(svg.namespaceURI, 'line');
        rule.setAttribute('y1', y[1]);
        rule.setAttribute('y2', y[0]);
        rule.setAttribute('stroke', 'currentColor');
        rule.setAttribute('stroke-opacity', '0.4');
        rule.style.display = 'none';
        svg.appendChild(rule);
        var tip = element('div', svg.parentNode);
        tip.className = 'tip';
        tip.style.display = 'none';
        function hide() { tip.style.display = rule.style.display = 'none'; }
        svg.addEventListener('pointerleave', hide);
        svg.addEventListener('pointermove', function (event) {
          var box = svg.getBoundingClientRect(), scale = width / box.width;
          var place = (event.clientX - box.left) * scale;
          if (place < x[0] - 4 || place > x[1] + 4) { hide(); return; }
          var shown = lines.map(function (line) {
            var near = line.points.reduce(function (best, point) {
              return Math.abs(point[0] - place) < Math.abs(best[0] - place) ? point : best;
            });
            return { line: line, point: near };
          }).filter(function (entry) { return Math.abs(entry.point[0] - place) < 24; });
          if (shown.length === 0) { hide(); return; }
          var middle = shown.reduce(function (best, entry) {
            return Math.abs(entry.point[0] - place) < Math.abs(best - place) ? entry.point[0] : best;
          }, shown[0].point[0]);
          rule.setAttribute('x1', middle);
          rule.setAttribute('x2', middle);
          tip.textContent = '';
          var step = x[2] + (middle - x[0]) / (x[1] - x[0]) * (x[3] - x[2]);
          element('div', tip, 'step ' + Math.round(step));
          shown.sort(function (a, b) { return a.point[1] - b.point[1]; }).forEach(function (entry) {
            var value = y[2] + (entry.point[1] - y[0]) / (y[1] - y[0]) * (y[3] - y[2]);
            var row = element('div', tip);
            element('i', row).style.background = getComputedStyle(entry.line.path).stroke;
            row.appendChild(document.createTextNode(
              (isShare ? (value * 100).toFixed(1) + ' %' : value.toPrecision(3))
                + (lines.length > 1 ? '  ' + entry.line.name : '')));
          });
          tip.style.display = rule.style.display = '';
          var left = middle / scale + 12;
          if (left + tip.offsetWidth > box.width) { left = middle / scale - tip.offsetWidth - 12; }
          tip.style.left = Math.max(0, left) + 'px';
          tip.style.top = (event.clientY - svg.parentNode.getBoundingClientRect().top + 14) + 'px';
        });
      });
      document.querySelectorAll('pre.command').forEach(function (command) {
        var button = element('button', command.parentNode, 'Copy');
        command.after(button);
        button.addEventListener('click', function () {
          var range = document.createRange();
          range.selectNodeContents(command);
          var selection = getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          if (navigator.clipboard) {
            navigator.clipboard.writeText(command.textContent).then(function () {
              button.textContent = 'Copied';
            }, function () {});
          }
        });
      });
    })();
    """
}
