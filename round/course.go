package round

import "github.com/balajol/balajol/civil"

// Point is a position from a day on, until the next point.
type Point struct {
	On       civil.Date
	Position int // 0 = not in the queue, or before the draw
}

// Course is the history of a position as the points of a chart: one for each day on which it changed, in order, and one for
// the last day, so that the chart reaches it. Moves of several queues may follow one another, in the order of days; of a day
// on which one queue was left for another only the second counts. Without a move there is no point.
func Course(moves []Move, until civil.Date) []Point {
	var points []Point
	for _, m := range moves {
		if n := len(points); n > 0 && points[n-1].On == m.On {
			points = points[:n-1]
		}
		if n := len(points); n == 0 || points[n-1].Position != m.To {
			points = append(points, Point{m.On, m.To})
		}
	}
	if n := len(points); n > 0 && points[n-1].On.Before(until) {
		points = append(points, Point{until, points[n-1].Position})
	}
	return points
}
