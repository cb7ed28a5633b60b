package dev.voltad.tests.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A chart of lines with labelled axes, as SVG. */
public final class SvgChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 70;
  private static final int BOTTOM = 55;

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Line> lines = new ArrayList<>();
  private final List<Band> bands = new ArrayList<>();

  /**
   * @param max where it ends; it begins with 0
   * @param tick between two labels
   */
  public record Axis(String name, double max, double tick) {}

  /**
   * @param xs as many as {@code ys}
   * @param color as in CSS
   */
  private record Line(String name, String color, double[] xs, double[] ys) {}

  private record Band(String name, double from, double to) {}

  public SvgChart(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  public SvgChart line(String name, String color, double[] xs, double[] ys) {
    lines.add(new Line(name, color, xs, ys));
    return this;
  }

  /** Marks a part of the horizontal axis. */
  public SvgChart band(String name, double from, double to) {
    bands.add(new Band(name, from, to));
    return this;
  }

  private double left(double value) {
    return LEFT + (WIDTH - LEFT - RIGHT) * value / x.max;
  }

  private double top(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / y.max;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** The document. */
  public String text() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " font-family=\"sans-serif\" font-size=\"13\">%n<title>%s</title>%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH, HEIGHT, escape(title)));
    svg.append(label(LEFT, 24, "start", title, " font-size=\"16\" font-weight=\"bold\""));
    bands.forEach(band -> svg.append(band(band)));
    svg.append(grid());
    lines.forEach(line -> svg.append(polyline(line)));
    return svg.append(legend()).append("</svg>\n").toString();
  }

  private static String label(double left, double top, String anchor, String text, String more) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>%n",
        left, top, anchor, more, escape(text));
  }

  private String band(Band band) {
    return format(
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#eeeeee\"/>%n",
            left(band.from), TOP, left(band.to) - left(band.from), HEIGHT - TOP - BOTTOM)
        + label((left(band.from) + left(band.to)) / 2, TOP + 16, "middle", band.name, "");
  }

  private String grid() {
    StringBuilder svg = new StringBuilder();
    for (int i = 0; i * x.tick <= x.max; i++) {
      double value = i * x.tick;
      svg.append(rule(left(value), TOP, left(value), HEIGHT - BOTTOM));
      svg.append(label(left(value), HEIGHT - BOTTOM + 18, "middle", number(value), ""));
    }
    for (int i = 0; i * y.tick <= y.max; i++) {
      double value = i * y.tick;
      svg.append(rule(LEFT, top(value), WIDTH - RIGHT, top(value)));
      svg.append(label(LEFT - 8, top(value) + 4, "end", number(value), ""));
    }
    svg.append(label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", x.name, ""));
    double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
    String turned = format(" transform=\"rotate(-90 18 %.1f)\"", middle);
    return svg.append(label(18, middle, "middle", y.name, turned)).toString();
  }

  private static String rule(double fromLeft, double fromTop, double toLeft, double toTop) {
    return format(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#cccccc\"/>%n",
        fromLeft, fromTop, toLeft, toTop);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%d", (long) value) : format("%.1f", value);
  }

  private String polyline(Line line) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < line.xs.length; i++) {
      points.append(format("%.1f,%.1f ", left(line.xs[i]), top(line.ys[i])));
    }
    return format(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n",
        line.color, points.toString().trim());
  }

  private String legend() {
    StringBuilder svg = new StringBuilder();
    double left = LEFT;
    for (Line line : lines) {
      svg.append(
          format(
              "<line x1=\"%.1f\" y1=\"46\" x2=\"%.1f\" y2=\"46\" stroke=\"%s\" stroke-width=\"3\"/>%n",
              left, left + 24, line.color));
      svg.append(label(left + 32, 50, "start", line.name, ""));
      left += 32 + 8 * line.name.length() + 24;
    }
    return svg.toString();
  }
}
