# gnuplot data-by-phase.gnuplot > data-by-phase.svg
set encoding utf8
set terminal svg size 640,420 fixed enhanced font 'Liberation Sans,15' background '#ffffff' name 'data_by_phase'
set datafile missing '?'
set lmargin at screen 0.15625
set rmargin at screen 0.971875
set tmargin at screen 0.817857143
set bmargin at screen 0.147619048
set border 3 linewidth 1 linecolor '#404040'
set style textbox opaque noborder fillcolor '#ffffff' margins 0.3,0.3
set tics out scale 0.6,0.3
set grid xtics ytics back linetype 1 linewidth 0.7 linecolor '#e2e2e2'
set logscale x
set xrange [1.68179283:76.1092554]
set xtics ('2' 2.0, '4' 4.0, '7' 7.0, '10' 10.0, '16' 16.0, '32' 32.0, '64' 64.0) nomirror noenhanced textcolor '#202020' offset 0,0.3
set logscale y
set yrange [200.0:5000000.0]
set ytics ('' 200.0 1, '' 300.0 1, '' 400.0 1, '' 500.0 1, '' 600.0 1, '' 700.0 1, '' 800.0 1, '' 900.0 1, '1 kB' 1000.0, '' 2000.0 1, '' 3000.0 1, '' 4000.0 1, '' 5000.0 1, '' 6000.0 1, '' 7000.0 1, '' 8000.0 1, '' 9000.0 1, '10 kB' 10000.0, '' 20000.0 1, '' 30000.0 1, '' 40000.0 1, '' 50000.0 1, '' 60000.0 1, '' 70000.0 1, '' 80000.0 1, '' 90000.0 1, '100 kB' 100000.0, '' 200000.0 1, '' 300000.0 1, '' 400000.0 1, '' 500000.0 1, '' 600000.0 1, '' 700000.0 1, '' 800000.0 1, '' 900000.0 1, '1 MB' 1000000.0, '' 2000000.0 1, '' 3000000.0 1, '' 4000000.0 1, '' 5000000.0 1) nomirror noenhanced textcolor '#202020'
set label 1 'Modules' at screen 0.5640625, screen 0.0333333333 center noenhanced
set label 2 'Data per block' at screen 0.03046875, screen 0.482738095 center rotate by 90 noenhanced
set label 3 '{/:Bold=16 Bytes sent per block}' at screen 0.15625, screen 0.947619048 left
set key at screen 0.14375, screen 0.904761905 left top horizontal Left reverse noenhanced maxcols 3 samplen 1.6 width -1.25 textcolor '#202020'
plot 'data-by-phase.dat' index 2 using 5:($3 > 200.0 ? $3 : 200.0):(0):($4-($3 > 200.0 ? $3 : 200.0)) with vectors heads size screen 0.0065,90 linewidth 1.2 linecolor '#009E73' notitle, \
     'data-by-phase.dat' index 0 using 5:2 with linespoints linewidth 1.8 pointtype 7 pointsize 0.65 linecolor '#0072B2' title 'pre-prepare', \
     'data-by-phase.dat' index 1 using 5:2 with linespoints linewidth 1.8 pointtype 4 pointsize 0.65 linecolor '#D55E00' title 'prepare', \
     'data-by-phase.dat' index 2 using 5:2 with linespoints linewidth 1.8 pointtype 9 pointsize 0.65 linecolor '#009E73' title 'commit'
