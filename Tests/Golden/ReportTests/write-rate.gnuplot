# gnuplot write-rate.gnuplot > write-rate.svg
set encoding utf8
set terminal svg size 640,420 fixed enhanced font 'Liberation Sans,15' background '#ffffff' name 'write_rate'
set datafile missing '?'
set lmargin at screen 0.1234375
set rmargin at screen 0.971875
set tmargin at screen 0.764285714
set bmargin at screen 0.147619048
set border 3 linewidth 1 linecolor '#404040'
set style textbox opaque noborder fillcolor '#ffffff' margins 0.3,0.3
set tics out scale 0.6,0.3
set grid xtics ytics back linetype 1 linewidth 0.7 linecolor '#e2e2e2'
set logscale x
set xrange [0.501187234:1995262.31]
set xtics ('' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1, '1 B' 1.0, '' 2.0 1, '' 3.0 1, '' 4.0 1, '' 5.0 1, '' 6.0 1, '' 7.0 1, '' 8.0 1, '' 9.0 1, '10 B' 10.0, '' 20.0 1, '' 30.0 1, '' 40.0 1, '' 50.0 1, '' 60.0 1, '' 70.0 1, '' 80.0 1, '' 90.0 1, '100 B' 100.0, '' 200.0 1, '' 300.0 1, '' 400.0 1, '' 500.0 1, '' 600.0 1, '' 700.0 1, '' 800.0 1, '' 900.0 1, '1 kB' 1000.0, '' 2000.0 1, '' 3000.0 1, '' 4000.0 1, '' 5000.0 1, '' 6000.0 1, '' 7000.0 1, '' 8000.0 1, '' 9000.0 1, '10 kB' 10000.0, '' 20000.0 1, '' 30000.0 1, '' 40000.0 1, '' 50000.0 1, '' 60000.0 1, '' 70000.0 1, '' 80000.0 1, '' 90000.0 1, '100 kB' 100000.0, '' 200000.0 1, '' 300000.0 1, '' 400000.0 1, '' 500000.0 1, '' 600000.0 1, '' 700000.0 1, '' 800000.0 1, '' 900000.0 1, '1 MB' 1000000.0) nomirror noenhanced textcolor '#202020' offset 0,0.3
set yrange [0.0:200.0]
set ytics ('0' 0.0, '50' 50.0, '100' 100.0, '150' 150.0, '200' 200.0) nomirror noenhanced textcolor '#202020'
set label 1 'Configuration size' at screen 0.54765625, screen 0.0333333333 center noenhanced
set label 2 'Write rate (transactions/s)' at screen 0.03046875, screen 0.455952381 center rotate by 90 noenhanced
set label 3 '{/:Bold=16 CRB write rate against configuration size}' at screen 0.1234375, screen 0.947619048 left
set key at screen 0.1109375, screen 0.904761905 left top horizontal Left reverse noenhanced maxcols 3 samplen 1.6 width -0.373 textcolor '#202020'
set arrow 1 from graph 0, first 150.0 to graph 1, first 150.0 nohead front dashtype (8,5) linewidth 1.4 linecolor '#505050'
set label 4 'paper: at least 150 transactions/s' at graph 0.01, first 150.0 left offset 0,-0.6 front boxed noenhanced textcolor '#404040'
plot 'write-rate.dat' index 0 using 5:($3):(0):($4-($3)) with vectors heads size screen 0.0065,90 linewidth 1.2 linecolor '#0072B2' notitle, \
     'write-rate.dat' index 1 using 5:($3):(0):($4-($3)) with vectors heads size screen 0.0065,90 linewidth 1.2 linecolor '#D55E00' notitle, \
     'write-rate.dat' index 2 using 5:($3):(0):($4-($3)) with vectors heads size screen 0.0065,90 linewidth 1.2 linecolor '#009E73' notitle, \
     'write-rate.dat' index 3 using 5:($3):(0):($4-($3)) with vectors heads size screen 0.0065,90 linewidth 1.2 linecolor '#CC79A7' notitle, \
     'write-rate.dat' index 4 using 5:($3):(0):($4-($3)) with vectors heads size screen 0.0065,90 linewidth 1.2 linecolor '#E69F00' notitle, \
     'write-rate.dat' index 0 using 5:2 with linespoints linewidth 1.8 pointtype 7 pointsize 0.65 linecolor '#0072B2' title '1 module', \
     'write-rate.dat' index 1 using 5:2 with linespoints linewidth 1.8 pointtype 4 pointsize 0.65 linecolor '#D55E00' title '2 modules', \
     'write-rate.dat' index 2 using 5:2 with linespoints linewidth 1.8 pointtype 9 pointsize 0.65 linecolor '#009E73' title '4 modules', \
     'write-rate.dat' index 3 using 5:2 with linespoints linewidth 1.8 pointtype 12 pointsize 0.65 linecolor '#CC79A7' title '7 modules', \
     'write-rate.dat' index 4 using 5:2 with linespoints linewidth 1.8 pointtype 11 pointsize 0.65 linecolor '#E69F00' title '10 modules'
