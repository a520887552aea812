"""Draws line and bar charts as SVG, for docs/performance.md. Uses nothing but the standard library."""

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 34, 44
COLOURS = ("#1f6feb", "#bf5700", "#1a7f37", "#8250df")
TEXT = 'font-family="sans-serif" font-size="12" fill="#57606a"'


def lines(title, x_label, y_label, series):
    """
    :param series: name -> list of (x, y), x ascending
    :return: the text of an SVG file
    """
    points = [point for values in series.values() for point in values]
    x_end, y_end = nice(max(x for x, _ in points)), nice(max(y for _, y in points))
    parts = frame(title, x_label, y_label, y_end)
    for tick in range(6):
        x = LEFT + plot_width() * tick / 5
        parts.append(text(x, HEIGHT - BOTTOM + 16, label(x_end * tick / 5), "middle"))
    for number, (name, values) in enumerate(series.items()):
        path = " ".join("%.1f,%.1f" % (x_of(x, x_end), y_of(y, y_end)) for x, y in values)
        colour = COLOURS[number % len(COLOURS)]
        parts.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>' % (path, colour))
        parts.append(legend(number, name, colour))
    return "\n".join(parts + ["</svg>", ""])


def bars(title, y_label, groups):
    """
    :param groups: name of the group -> {name of the bar: value}; all groups have the same bars
    :return: the text of an SVG file
    """
    y_end = nice(max(value for group in groups.values() for value in group.values()))
    parts = frame(title, "", y_label, y_end)
    names = list(next(iter(groups.values())))
    slot = plot_width() / len(groups)
    for position, (group, values) in enumerate(groups.items()):
        bar = slot * 0.7 / len(names)
        left = LEFT + slot * position + slot * 0.15
        for number, name in enumerate(names):
            top = y_of(values[name], y_end)
            parts.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>'
                         % (left + bar * number, top, bar * 0.92, HEIGHT - BOTTOM - top, COLOURS[number % len(COLOURS)]))
            parts.append(text(left + bar * (number + 0.46), top - 4, label(values[name]), "middle"))
        parts.append(text(left + slot * 0.35, HEIGHT - BOTTOM + 16, group, "middle"))
    parts += [legend(number, name, COLOURS[number % len(COLOURS)]) for number, name in enumerate(names)]
    return "\n".join(parts + ["</svg>", ""])


def frame(title, x_label, y_label, y_end):
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">'
             % (WIDTH, HEIGHT, escape(title)),
             '<rect width="%d" height="%d" fill="#ffffff"/>' % (WIDTH, HEIGHT),
             '<text x="%d" y="16" font-family="sans-serif" font-size="14" fill="#1f2328">%s</text>' % (LEFT, escape(title))]
    for tick in range(6):
        y = y_of(y_end * tick / 5, y_end)
        parts.append('<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#d0d7de"/>' % (LEFT, y, WIDTH - RIGHT, y))
        parts.append(text(LEFT - 6, y + 4, label(y_end * tick / 5), "end"))
    parts.append(text(LEFT + plot_width() / 2, HEIGHT - 8, x_label, "middle"))
    parts.append('<text transform="translate(14 %d) rotate(-90)" text-anchor="middle" %s>%s</text>'
                 % (TOP + (HEIGHT - TOP - BOTTOM) // 2, TEXT, escape(y_label)))
    return parts


def legend(number, name, colour):
    x = LEFT + 8 + 170 * number
    return '<rect x="%d" y="%d" width="10" height="10" fill="%s"/>\n%s' % (
        x, TOP - 10, colour, text(x + 15, TOP - 1, name, "start"))


def text(x, y, content, anchor):
    return '<text x="%.1f" y="%.1f" text-anchor="%s" %s>%s</text>' % (x, y, anchor, TEXT, escape(content))


def escape(content):
    return str(content).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def plot_width():
    return WIDTH - LEFT - RIGHT


def x_of(x, x_end):
    return LEFT + plot_width() * x / x_end


def y_of(y, y_end):
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / y_end


def nice(largest):
    """The end of an axis: 1, 2, 2.5 or 5 times a power of ten, at least the largest value."""
    if largest <= 0:
        return 1
    power = 10.0 ** (len(str(int(largest))) - 1) if largest >= 1 else 0.1
    while power > largest:
        power /= 10
    return next(power * step for step in (1, 2, 2.5, 5, 10) if power * step >= largest)


def label(value):
    return "%g" % value if value < 10_000 else "{:,}".format(int(value))
